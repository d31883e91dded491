import { dateTime } from '../../core/dates.ts'
import { NotFound } from '../../core/errors.ts'
import { blankForm, refusedForm, type Form } from '../../core/form.ts'
import { get, post, type Page, type Submission } from '../../core/http.ts'
import { profileOf } from '../../forces/find.ts'
import type { ForceProfile } from '../../forces/profile.ts'
import type { Settings } from '../../forces/settings.ts'
import { restoreSettings, saveSettings } from './commands.ts'
import {
  restoreForm,
  saveRefusals,
  settingsForm,
  settingsNotices,
  settingsQuery,
  versionParams,
  versionsQuery,
  type RestoreInput,
  type SettingsInput,
  type SettingsQuery,
  type VersionParams,
  type VersionsQuery,
} from './forms.ts'
import { describeChange, findLastSave, findNewest, findVersion, listVersions } from './queries.ts'
import { settingGroups, type SaveRefusal } from './rules.ts'

type Can = 'settings.manage'

/** Settings count from the profile as delivered, not from the one in force. */
const delivered = ({ force }: { force: ForceProfile }) => profileOf(force.id)

/** What the form shows: what was typed, or else what is in force. */
function shownIn(form: Form, { number, settings }: { number: number; settings: Settings }, profile: ForceProfile): Form {
  if (form.errors.length > 0) return form
  const { closedAreas, ...rest } = settings
  const open = profile.areas.map(({ id }) => id).filter((id) => !closedAreas.includes(id))
  return { ...form, values: { ...rest, areas: open, seen: number, reason: '' } }
}

const showSettings: Page<Can, unknown, Partial<SettingsQuery>> = async (visit, res) => {
  const { query, form } = visit
  const profile = delivered(visit)
  const newest = await findNewest(profile)
  const notice = query.notice === undefined ? undefined : settingsNotices[query.notice]
  res.render('settings/settings', {
    ...{ form: shownIn(form, newest, profile), notice, groups: settingGroups, number: newest.number, areas: profile.areas },
  })
}

const showAgain: Page<Can> = (visit, res) => showSettings({ ...visit, query: {} }, res)

/** Whoever saves second learns who was first, and their next try counts from there. */
async function afterOthers(form: Form, profile: ForceProfile): Promise<Form> {
  const [last, { number }] = await Promise.all([findLastSave(), findNewest(profile)])
  const who = last ? ` (${last.by ?? 'somebody who has left'}, ${dateTime(last.at)})` : ''
  return refusedForm({ ...form, values: { ...form.values, seen: number } }, '', `${saveRefusals.changedMeanwhile}${who}`)
}

const refused = (form: Form, reason: SaveRefusal, profile: ForceProfile): Promise<Form> =>
  reason === 'changedMeanwhile' ? afterOthers(form, profile) : Promise.resolve(refusedForm(form, '', saveRefusals[reason]))

const submitSettings: Submission<Can, unknown, SettingsInput> = async (visit, res) => {
  const { actor, form } = visit
  const { areas, seen, reason, ...typed } = visit.input
  const profile = delivered(visit)
  const closedAreas = profile.areas.map(({ id }) => id).filter((id) => !areas.includes(id))
  if (closedAreas.length === profile.areas.length) {
    await showAgain({ ...visit, form: refusedForm(form, 'areas', 'Tick at least one area') }, res.status(422))
    return
  }
  const decision = await saveSettings(actor, profile, { seen, reason, settings: { ...typed, closedAreas } })
  if (decision.ok) res.redirect(303, '/staff/settings?notice=saved')
  else await showAgain({ ...visit, form: await refused(form, decision.reason, profile) }, res.status(422))
}

const showVersions: Page<Can, unknown, VersionsQuery> = async (visit, res) => {
  const { actor, query } = visit
  res.render('settings/versions', { ...(await listVersions(actor, delivered(visit), query.page)), at: query.page })
}

const showVersion: Page<Can, VersionParams> = async (visit, res) => {
  const { params, form } = visit
  const profile = delivered(visit)
  const [version, newest] = await Promise.all([findVersion(profile, params.settingsVersion), findNewest(profile)])
  if (!version) throw new NotFound()
  const changes = describeChange(profile, newest.settings, version.settings)
  const shown = form.errors.length > 0 ? form : blankForm({ seen: newest.number, reason: '' })
  res.render('settings/version', { number: version.number, newest: newest.number, changes, form: shown })
}

const submitRestore: Submission<Can, VersionParams, RestoreInput> = async (visit, res) => {
  const { actor, params, input, form } = visit
  const profile = delivered(visit)
  const decision = await restoreSettings(actor, profile, params.settingsVersion, input)
  if (!decision) throw new NotFound()
  if (decision.ok) res.redirect(303, '/staff/settings?notice=restored')
  else await showVersion({ ...visit, form: await refused(form, decision.reason, profile) }, res.status(422))
}

const one = { can: 'settings.manage', params: versionParams } as const

export const settingsRoutes = [
  get('/staff/settings', { can: 'settings.manage', sensitive: true, query: settingsQuery }, showSettings),
  post('/staff/settings', { can: 'settings.manage', sensitive: true, form: settingsForm, invalid: showAgain }, submitSettings),
  get('/staff/settings/versions', { can: 'settings.manage', query: versionsQuery }, showVersions),
  get('/staff/settings/versions/:settingsVersion', one, showVersion),
  post('/staff/settings/versions/:settingsVersion', { ...one, sensitive: true, form: restoreForm, invalid: showVersion }, submitRestore),
]
