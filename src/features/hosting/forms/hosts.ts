import { z } from 'zod'
import type { HostRefusal } from '../rules/hosts.ts'
import { MOST_PLACES } from '../rules/dates.ts'
import { familyIds, hostStates, opennesses } from '../rules/words.ts'
import { given, page } from './catalogue.ts'
import { line, wholeNumber, words } from '../../../core/fields.ts'

const asList = (typed: unknown): unknown => (typed === undefined || typed === '' ? [] : typeof typed === 'string' ? [typed] : typed)
const ids = z.preprocess(asList, z.array(z.string('Choose from the list').max(40)).max(60, 'Choose from the list'))
const tick = z.preprocess((typed) => typed === 'yes', z.boolean())

/** What visitors are told beside the days, and how many can come. */
const practical = {
  ...{ access: words(600), dress: words(300), travel: words(600) },
  ...{ flexible: tick, flexibleWords: words(300), capacity: wholeNumber('Enter how many people can come at a time', 1, MOST_PLACES) },
}

export const hostForm = z.object({
  ...{ name: line('Give the department a name', 80), family: z.enum(familyIds, 'Choose what kind of work it is'), about: words(2000) },
  ...{ routes: ids, area: z.string('Choose an area').max(40).default(''), site: words(200), patrol: tick },
  ...practical,
})
export type HostInput = z.infer<typeof hostForm>

export const practicalForm = z.object(practical)
export type PracticalInput = z.infer<typeof practicalForm>

export const opennessForm = z
  .object({ openness: z.enum(opennesses, 'Choose one'), why: words(500) })
  .refine(({ openness, why }) => openness !== 'notNow' || why !== '', {
    path: ['why'],
    message: 'Say in a few words why not, so that the team knows when to ask again',
  })
export type OpennessInput = z.infer<typeof opennessForm>

export const personForm = z.object({ supporterId: z.uuid('Choose a supporter') })
export type PersonInput = z.infer<typeof personForm>
/** Who takes over the days of somebody who stops; nobody where it is left empty. */
export const stopForm = z.object({
  instead: z.union([z.literal('').transform(() => undefined), z.uuid('Choose from the list')]).optional(),
})
export type StopInput = z.infer<typeof stopForm>
export const personParams = z.object({ hostId: z.uuid(), supporterId: z.uuid() })
export type PersonParams = z.infer<typeof personParams>

const oneOf = <const T extends readonly [string, ...string[]]>(of: T) => z.enum(of).optional().catch(undefined)
export const listQuery = z.object({
  state: oneOf(hostStates),
  family: oneOf(familyIds),
  area: given,
  openness: oneOf([...opennesses, 'notAsked', 'silent'] as const),
  ready: oneOf(['no'] as const),
  days: oneOf(['none', 'some'] as const),
  q: given,
  page,
})
export type ListQuery = z.infer<typeof listQuery>

export const hostNotices = {
  made: 'Kept as a draft. Say who hosts there, then put it into the catalogue.',
  saved: 'Saved.',
  published: 'It is in the catalogue now.',
  retired: 'It hosts no more. Days without anybody on them are withdrawn.',
  reopened: 'It is a draft again.',
  added: 'They host there now, and are told.',
  stopped: 'They host there no more.',
  answered: 'Thank you. The answer is kept.',
  offered: 'Offered.',
  changed: 'The day is changed.',
  withdrawn: 'The day is withdrawn.',
  again: 'The day is offered again.',
} as const
const codes = Object.keys(hostNotices) as [keyof typeof hostNotices, ...(keyof typeof hostNotices)[]]
export type HostNotice = keyof typeof hostNotices
export const noticeQuery = z.object({ notice: z.enum(codes).optional().catch(undefined) })
export type NoticeQuery = z.infer<typeof noticeQuery>

export const hostRefusals: Record<HostRefusal | 'nameTaken', { field: string; message: string }> = {
  notNow: { field: '', message: 'It has changed meanwhile, so this cannot be done any more. Look at how it stands now' },
  nothingSaid: { field: '', message: 'Say first what somebody would see there, and in which area it is' },
  nobodyHosts: { field: '', message: 'Say first who hosts there' },
  nameTaken: { field: 'name', message: 'Another department has this name. Choose one that tells them apart' },
}
