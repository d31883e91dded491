import { doorAct, doorRoutes, type Door } from '../../../core/door.ts'
import { refusedForm, type Form } from '../../../core/form.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import { leadsSomewhere } from '../../outside/queries.ts'
import { openFromOutside } from '../commands/looks.ts'
import { stepFromOutside, type ProviderStep } from '../commands/steps.ts'
import * as forms from '../forms.ts'
import { needKinds } from '../rules/needs.ts'
import * as words from '../rules/words.ts'

const door: Door = {
  path: '/adjustments/:link',
  title: 'Open what somebody shared with you',
  text: 'Somebody shared what would help them, so that you can arrange it. What you open is for this one occasion, and they see that you opened it.',
  view: 'passport/outside',
  leads: (link) => leadsSomewhere(link, 'adjustment'),
  open: async (link, force: ForceProfile) => {
    const use = await openFromOutside(link, force)
    return use && { ...words, needKinds, use }
  },
}

async function perform(link: string, step: ProviderStep, form: Form, notice: string) {
  const decision = await stepFromOutside(link, step)
  if (!decision) return undefined
  return decision.ok ? { notice } : { refused: refusedForm(form, 'answer', words.useRefusals[decision.reason]) }
}

export const outsideAdjustmentRoutes = [
  ...doorRoutes(door),
  doorAct(door, {
    below: '/answer',
    form: forms.answerForm,
    perform: (link, input, form) => perform(link, { event: 'answer', ...input }, form, 'The answer was sent. They read it in the portal.'),
  }),
  doorAct(door, {
    below: '/provided',
    form: forms.doneForm,
    perform: (link, input, form) => perform(link, input, form, 'Noted. They see it too.'),
  }),
]
