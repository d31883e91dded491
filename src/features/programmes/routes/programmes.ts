import type { Response } from 'express'
import { NotFound } from '../../../core/errors.ts'
import type { Form } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { Team } from '../../../core/access.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { saveProgramme } from '../commands/cohorts.ts'
import * as forms from '../forms/cohorts.ts'
import type { NoticeQuery, ProgrammeInput } from '../forms/cohorts.ts'
import { ruleOf } from '../forms/completion.ts'
import { previewRule, type RuleEffect } from '../queries/cohort-progress.ts'
import { findProgramme, listProgrammes } from '../queries/cohorts.ts'
import { completionWords, type CompletionRule } from '../rules/completion.ts'
import { kindNames } from '../rules/kinds.ts'

type Manage = 'programme.manage'
const manage = { can: 'programme.manage' } as const
const programme = { ...manage, params: forms.programmeParams } as const

const showProgrammes: Page<Manage, unknown, NoticeQuery> = async ({ actor, force, query }, res) => {
  const programmes = await listProgrammes(actor)
  const notice = query.notice === 'programmeSaved' ? 'Programme saved.' : undefined
  res.render('programmes/staff/programmes', { programmes, completionWords, kindNames: kindNames(force), notice })
}

type Params = { programmeId?: string }
type Shown = { actor: Team; force: ForceProfile; params: Params; form: Form }
/** What another rule would change, with the mark that says that this is the rule whose effect was looked at. */
type Looked = { effect: RuleEffect; words: string; seen: string }

const valuesOf = ({ rule, ...found }: NonNullable<Awaited<ReturnType<typeof findProgramme>>>) => ({
  ...found,
  ...rule,
  including: (rule.including ?? []).join(', '),
  ...(rule.includingFirst === true ? { includingFirst: 'yes' } : { includingFirst: '' }),
  ...(rule.catchUp === true ? { catchUp: 'yes' } : { catchUp: '' }),
})

async function renderProgramme({ actor, force, params, form }: Shown, res: Response, looked?: Looked): Promise<void> {
  const found = params.programmeId === undefined ? undefined : await findProgramme(actor, params.programmeId)
  if (params.programmeId !== undefined && !found) throw new NotFound()
  const kinds = forms.programmeKinds.map((kind) => ({ value: kind, text: kindNames(force)[kind] ?? kind }))
  const typed = Object.keys(form.values).length > 0
  res.render('programmes/staff/programme-edit', {
    ...{ programme: found, kinds, looked },
    form: typed ? form : { ...form, values: found ? valuesOf(found) : {} },
  })
}

const showProgramme: Page<Manage, Params> = (visit, res) => renderProgramme(visit, res)

const keyOf = (rule: CompletionRule): string => JSON.stringify(rule)

/** A rule that changes who is complete is shown with its effect first, and saved when the same is sent once more. */
const submitProgramme: Submission<Manage, Params, ProgrammeInput> = async (visit, res) => {
  const { actor, params, input } = visit
  const rule = ruleOf(input)
  if (params.programmeId !== undefined && input.seen !== keyOf(rule)) {
    const effect = await previewRule(actor, params.programmeId, rule)
    if (effect.gained.length + effect.lost.length > 0) {
      await renderProgramme(visit, res, { effect, words: completionWords(rule), seen: keyOf(rule) })
      return
    }
  }
  const id = await saveProgramme(actor, params.programmeId, input)
  if (id === undefined) throw new NotFound()
  res.redirect(303, '/staff/programmes?notice=programmeSaved')
}

export const programmeRoutes = [
  get('/staff/programmes', { ...manage, query: forms.noticeQuery }, showProgrammes),
  get('/staff/programmes/new', manage, showProgramme as Page<Manage>),
  post(
    '/staff/programmes/new',
    { ...manage, form: forms.programmeForm, invalid: showProgramme as Page<Manage> },
    submitProgramme as Submission<Manage, object, ProgrammeInput>,
  ),
  get('/staff/programmes/:programmeId', programme, showProgramme),
  post('/staff/programmes/:programmeId', { ...programme, form: forms.programmeForm, invalid: showProgramme }, submitProgramme),
]
