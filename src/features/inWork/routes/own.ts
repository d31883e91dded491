import { NotFound } from '../../../core/errors.ts'
import { blankForm, refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { typedDay } from '../../../core/dates.ts'
import { allow } from '../../../core/rate-limit.ts'
import { beginThread } from '../../conversations/commands/threads.ts'
import { writeLimit } from '../../conversations/rules/threads.ts'
import { askForHelp } from '../../firstYear/commands/own.ts'
import { findBuddyOf, findOwnYear } from '../../firstYear/queries/own.ts'
import { answerWords, helpAbout } from '../../firstYear/rules/answers.ts'
import { listOwnPairings } from '../../pairings/queries/own.ts'
import { kindWords } from '../../pairings/rules/words.ts'
import { askForMore } from '../../requests/commands/ask.ts'
import { sayReason, takeBackReason } from '../commands/reasons.ts'
import * as forms from '../forms.ts'
import { findOwnReason, findOwnWork, mayTell } from '../queries/own.ts'
import { findStanding } from '../queries/standing.ts'
import { reasonsFor, reasonWords, type ReasonKind } from '../rules/reasons.ts'

const showWork: Page<'work.own', unknown, Partial<forms.OwnQuery>> = async ({ actor, force, form, query }, res) => {
  const runs = force.supportRunsTo === 'firstYear'
  const [work, year, buddy, pairings] = await Promise.all([
    findOwnWork(actor),
    runs ? findOwnYear(actor) : undefined,
    findBuddyOf(actor.candidateId),
    listOwnPairings(actor),
  ])
  const beside = pairings.filter(({ state }) => state === 'active' || state === 'paused')
  const notice = query.notice && forms.ownNotices[query.notice]
  if (!runs || !work.standing) res.render('in-work/not-yet', { runs, standing: work.standing, offer: work.offer, form, notice })
  else
    res.render('in-work/own', {
      ...{ ...work, standing: work.standing, year, buddy, beside, pairingKinds: kindWords, form, helpAbout, answerWords, notice },
    })
}
const showWorkAgain: Page<'work.own'> = (visit, res) => showWork({ ...visit, query: {} }, res)

const submitCoaching: Submission<'work.own', unknown, unknown> = async ({ actor, force }, res) => {
  if (!(await findStanding(actor.candidateId))) throw new NotFound()
  const made = await askForMore(actor, ['coaching'], force)
  res.redirect(303, `/my/work?notice=${made.length > 0 ? 'coaching' : 'coachingAlready'}`)
}

/** Help goes the way of the first year where one goes on, and is a message to the team where there is none. */
const submitHelp: Submission<'work.own', unknown, forms.HelpInput> = async (visit, res) => {
  const { actor, force, input, form } = visit
  if (force.supportRunsTo !== 'firstYear' || !(await findStanding(actor.candidateId))) throw new NotFound()
  const asked = await askForHelp(actor, input)
  if (asked?.ok === true) {
    res.redirect(303, `/my/work?notice=${input.asked === 'buddy' ? 'helpBuddy' : 'helpTeam'}`)
    return
  }
  if (asked || input.asked === 'buddy') {
    await showWorkAgain({ ...visit, form: refusedForm(form, 'asked', forms.NO_BUDDY) }, res.status(422))
    return
  }
  if (!(await allow('message-write', actor.accountId, writeLimit))) {
    await showWorkAgain({ ...visit, form: refusedForm(form, 'words', forms.TOO_MANY) }, res.status(429))
    return
  }
  const about = helpAbout[input.about]
  if (
    (await beginThread(actor, actor.candidateId, { subject: about, body: input.words === '' ? about : input.words }, force)) === undefined
  )
    throw new NotFound()
  res.redirect(303, '/my/work?notice=helpMessage')
}

type Said = NonNullable<Awaited<ReturnType<typeof findOwnReason>>>
const valuesOf = ({ reason, words, reader, onDay, askAgain }: Said) => ({
  ...{ reason, reader, words: words ?? '', onDay: onDay ? typedDay(onDay) : '', askAgain: askAgain ? ['yes'] : [] },
})

const showReason =
  (kind: ReasonKind): Page<'work.own'> =>
  async ({ actor, form }, res) => {
    if (!(await mayTell(actor))) throw new NotFound()
    const said = await findOwnReason(actor, kind)
    const shown = form.errors.length > 0 || !said ? form : blankForm(valuesOf(said))
    res.render('in-work/reason', { kind, said, form: shown, reasons: reasonsFor(kind), reasonWords })
  }

const submitReason =
  (kind: ReasonKind): Submission<'work.own', unknown, forms.ReasonInput> =>
  async (visit, res) => {
    const said = await sayReason(visit.actor, { ...visit.input, kind, askAgain: visit.input.askAgain === 'yes' })
    if (!said) throw new NotFound()
    if (said.ok) {
      res.redirect(303, `/my/work/${kind}/said`)
      return
    }
    const { field, message } = forms.saidRefusals[said.reason]
    await showReason(kind)({ ...visit, query: {}, form: refusedForm(visit.form, field, message) }, res.status(422))
  }

/** What they said, what can be had for it, and the way to take it back. */
const showSaid =
  (kind: ReasonKind): Page<'work.own'> =>
  async ({ actor, force }, res) => {
    const said = await findOwnReason(actor, kind)
    if (!said) throw new NotFound()
    const kinds = reasonWords[said.reason as keyof typeof reasonWords].kinds
    const support = kinds.flatMap((each) => force.support.find((offered) => offered.kind === each) ?? [])
    res.render('in-work/said', { kind, said, reasonWords, support })
  }

const submitTakeBack =
  (kind: ReasonKind): Submission<'work.own', unknown, unknown> =>
  async ({ actor }, res) => {
    if (!(await takeBackReason(actor, kind))) throw new NotFound()
    res.redirect(303, '/my/work?notice=takenBack')
  }

const own = { can: 'work.own' } as const
const reasonRoutes = (kind: ReasonKind) => [
  get(`/my/work/${kind}`, own, showReason(kind)),
  post(`/my/work/${kind}`, { ...own, form: forms.reasonForm, invalid: showReason(kind) }, submitReason(kind)),
  get(`/my/work/${kind}/said`, own, showSaid(kind)),
  post(`/my/work/${kind}/take-back`, { ...own, form: forms.nothingForm, invalid: showReason(kind) }, submitTakeBack(kind)),
]

export const ownWorkRoutes = [
  get('/my/work', { ...own, query: forms.ownQuery }, showWork),
  post('/my/work/coaching', { ...own, form: forms.nothingForm, invalid: showWorkAgain }, submitCoaching),
  post('/my/work/help', { ...own, form: forms.helpForm, invalid: showWorkAgain }, submitHelp),
  ...reasonRoutes('leaving'),
  ...reasonRoutes('deferring'),
]
