import { doorAct, doorRoutes, type Door } from '../../../core/door.ts'
import { refusedForm } from '../../../core/form.ts'
import { openOutside } from '../../outside/commands.ts'
import { leadsSomewhere } from '../../outside/queries.ts'
import { answerAsOwner } from '../commands/questions.ts'
import { answerReview } from '../commands/reviews.ts'
import { answerForm, reviewForm } from '../forms/questions.ts'
import { shownOutside } from '../queries/questions.ts'
import { answerWords, kindTitle } from '../rules/words.ts'

/** What an owner of a job or of something said of it is sent: a question, or whether it is still so. */
const door: Door = {
  path: '/jobs/answer/:link',
  title: 'Open what you are asked about a job',
  text: 'You answer for a job, or for something that the force says of it. Behind this is one thing that waits for your answer.',
  view: 'jobs/outside',
  leads: (link) => leadsSomewhere(link, 'job'),
  open: (link) =>
    openOutside(link, 'job', async (tx, { aboutId }) => {
      const shown = await shownOutside(aboutId, tx)
      return shown && { ...shown, kindTitle, answerWords }
    }),
}

const GONE = 'It has been answered or changed meanwhile. What stands now is below'

export const jobOutsideRoutes = [
  ...doorRoutes(door),
  doorAct(door, {
    below: '/question',
    form: answerForm,
    perform: (link, { answer }, form) =>
      openOutside(link, 'job', async (tx, { aboutId }, at) =>
        (await answerAsOwner(tx, aboutId, answer, at))
          ? { notice: 'Thank you. Whoever asked reads your answer on their own page.' }
          : { refused: refusedForm(form, '', GONE) },
      ),
  }),
  doorAct(door, {
    below: '/review',
    form: reviewForm,
    perform: (link, input, form) =>
      openOutside(link, 'job', async (tx, { aboutId }, at) =>
        (await answerReview(tx, aboutId, input, at))
          ? { notice: 'Thank you. The positive action team looks at it and changes the page where it has to.' }
          : { refused: refusedForm(form, '', GONE) },
      ),
  }),
]
