import { now } from '../../../core/clock.ts'
import { NotFound } from '../../../core/errors.ts'
import { get, post, type Page, type Route, type Submission } from '../../../core/http.ts'
import type { ForceProfile } from '../../../forces/profile.ts'
import type { EmailContent, EmailKind } from '../../messages/rules.ts'
import { lookAtCandidate } from '../commands/looks.ts'
import { markTold } from '../commands/telling.ts'
import {
  tellingNotices,
  tellingParams,
  tellingsQuery,
  toldForm,
  type TellingParams,
  type TellingsQuery,
  type ToldInput,
} from '../forms/telling.ts'
import { findTelling, listTellings, TELLINGS_A_PAGE } from '../queries/telling.ts'
import { reachWords } from '../rules/enrol.ts'
import { asLetter, TELL_WITHIN, toldWords } from '../rules/telling.ts'

type Telling = NonNullable<Awaited<ReturnType<typeof findTelling>>>
type Response = Parameters<Page<'candidate.manage'>>[1]

/**
 * What is told by phone or letter, in the words of the e-mails. The kinds of e-mail are handed in, as they are every
 * feature's and only where all are composed are all known.
 */
export function tellingRoutes(kinds: Record<string, EmailKind>): Route[] {
  const write = async ({ id, kind, candidateId, aboutId, data }: Telling, force: ForceProfile, res: Response) =>
    kinds[kind]?.({
      ...{ emailId: id, accountId: null, candidateId, aboutId, force, baseUrl: String(res.locals['baseUrl']) },
      data: data as Record<string, unknown>,
    })

  const showTellings: Page<'candidate.manage', unknown, TellingsQuery> = async ({ actor, force, query, form }, res) => {
    const { total, rows } = await listTellings(actor, query)
    const written = await Promise.all(rows.map((row) => write(row, force, res)))
    res.render('candidates/staff/to-tell', {
      rows: rows.map((row, i) => ({
        ...row,
        content: written[i],
        late: row.createdAt.getTime() <= now().getTime() - TELL_WITHIN * 3_600_000,
      })),
      ...{ form, total, query, reachWords, toldWords, pages: Math.max(1, Math.ceil(total / TELLINGS_A_PAGE)) },
      notice: query.notice && tellingNotices[query.notice],
    })
  }

  const showLetter: Page<'candidate.manage', TellingParams> = async ({ actor, params, force }, res) => {
    const telling = await findTelling(actor, params.tellingId)
    if (!telling) throw new NotFound()
    await lookAtCandidate(actor, telling.candidateId)
    const content: EmailContent | undefined = await write(telling, force, res)
    res.render('candidates/staff/letter', { telling, letter: content && asLetter(content), today: now() })
  }

  const showInvalid: Page<'candidate.manage', TellingParams> = (visit, res) =>
    showTellings({ ...visit, query: tellingsQuery.parse({}) }, res)

  const submitTold: Submission<'candidate.manage', TellingParams, ToldInput> = async ({ actor, params, input }, res) => {
    const told = await markTold(actor, params.tellingId, input.how)
    if (!told) throw new NotFound()
    res.redirect(303, `/staff/to-tell?notice=${told.fresh ? 'told' : 'already'}`)
  }

  const one = { can: 'candidate.manage', params: tellingParams } as const
  return [
    get('/staff/to-tell', { can: 'candidate.manage', query: tellingsQuery }, showTellings),
    get('/staff/to-tell/:tellingId', one, showLetter),
    post('/staff/to-tell/:tellingId', { ...one, form: toldForm, invalid: showInvalid }, submitTold),
  ]
}
