import { blankForm, refusedForm } from '../../core/form.ts'
import { get, post, type Page, type Submission } from '../../core/http.ts'
import { experiences, goals, languages, meetings, paths, slots } from '../supporting/rules/vocabulary.ts'
import { saveWishes, tellExperiences } from './commands/own.ts'
import * as forms from './forms.ts'
import { findOwnWishes } from './queries/own.ts'
import { experienceWords, uses, wishWords, type Wishes } from './rules/wishes.ts'

const showOwn: Page<'candidate.own', unknown, forms.NoticeQuery> = async ({ actor, query }, res) => {
  const { wishes, experiences: told, agreedAt, saidAt } = await findOwnWishes(actor)
  res.render('wishes/own', {
    ...{ agreedAt, saidAt, uses, notice: query.notice && forms.notices[query.notice] },
    wishes: wishes && wishWords(wishes),
    told: experienceWords(told ?? []),
  })
}

const kept = (wishes: Wishes | undefined) => (wishes ? { ...wishes, preference: wishes.preference ?? forms.ANY } : {})

const showWishes: Page<'candidate.own'> = async ({ actor, form }, res) => {
  const { wishes } = await findOwnWishes(actor)
  res.render('wishes/edit', {
    form: form.errors.length > 0 ? form : blankForm(kept(wishes)),
    ...{ slots, meetings, goals, paths, languages, ANY: forms.ANY },
  })
}

const submitWishes: Submission<'candidate.own', unknown, forms.WishesInput> = async ({ actor, input }, res) => {
  const { preference } = input
  await saveWishes(actor, { ...input, meets: input.meets ?? 'either', preference: preference === forms.ANY ? undefined : preference })
  res.redirect(303, '/my/match?notice=wishes')
}

const showExperiences: Page<'candidate.own'> = async ({ actor, force, form }, res) => {
  const { experiences: told = [], agreedAt } = await findOwnWishes(actor)
  const standing = Object.fromEntries(told.map(({ code, use }) => [code, use]))
  res.render('wishes/experiences', {
    form: form.errors.length > 0 ? form : blankForm(standing),
    ...{ experiences, uses, agreedAt },
    consent: force.consents.find(({ purpose }) => purpose === 'tailoring'),
  })
}

const submitExperiences: Submission<'candidate.own', unknown, forms.ExperiencesInput> = async (visit, res) => {
  const { actor, input, force, form } = visit
  const told = await tellExperiences(actor, { experiences: forms.experiencesIn(input), answer: input.answer }, force)
  if (told.ok) res.redirect(303, '/my/match?notice=experiences')
  else
    await showExperiences({ ...visit, query: {}, form: refusedForm(form, 'answer', forms.tellingRefusals[told.reason]) }, res.status(422))
}

const own = { can: 'candidate.own' } as const

export const wishRoutes = [
  get('/my/match', { ...own, query: forms.noticeQuery }, showOwn),
  get('/my/match/wishes', own, showWishes),
  post('/my/match/wishes', { ...own, form: forms.wishesForm, invalid: showWishes }, submitWishes),
  get('/my/match/experiences', own, showExperiences),
  post('/my/match/experiences', { ...own, form: forms.experiencesForm, invalid: showExperiences }, submitExperiences),
]
