import { randomUUID } from 'node:crypto'
import { daysAfter, londonDay } from '../core/dates.ts'
import type { Tx } from '../core/db.ts'
import { hashPassword } from '../core/passwords.ts'
import { consentWords, type SupporterConsentPurpose } from '../features/supporting/rules/consents.ts'
import type { ForceProfile } from '../forces/profile.ts'
import { demoSupporters, type DemoSupporter } from './supporter-people.ts'

type World = { force: ForceProfile; now: Date; staff: Map<string, string> }

const addressOf = (name: string, { id }: ForceProfile) => `${name.replaceAll("'", '').replaceAll(' ', '.').toLowerCase()}@${id}.example`
const day = (d: Date) => new Date(`${londonDay(d)}T00:00:00Z`)

/** Supporters whom nobody signs in as, beside the three whom a visitor can. */
export const supporterEmails = (force: ForceProfile): string[] =>
  demoSupporters.filter(({ signsIn }) => signsIn !== true).map(({ name }) => addressOf(name, force))

/** A dozen approved supporters and a few at other points: one away, one whose training ran out, one who can take nobody, some waiting. */
export async function addSupporters(tx: Tx, world: World): Promise<Map<string, string>> {
  const passwordHash = await hashPassword(randomUUID())
  const ids = new Map<string, string>()
  for (const person of demoSupporters) {
    const known = person.signsIn === true ? world.staff.get(person.name) : undefined
    const id = known ?? (await addAccount(tx, world, person, passwordHash))
    ids.set(person.name, id)
    await addProfile(tx, world, id, person)
  }
  await addVolunteers(tx, world)
  return ids
}

async function addAccount(tx: Tx, { force, now }: World, { name, since }: DemoSupporter, passwordHash: string): Promise<string> {
  const email = addressOf(name, force)
  const createdAt = daysAfter(now, -since)
  const dates = { createdAt, passwordChangedAt: createdAt, signedInAt: daysAfter(now, -1), confirmedAt: now }
  const roles = { create: { role: 'supporter', grantedAt: createdAt } }
  const { id } = await tx.account.create({ data: { name, email, emailKey: email, passwordHash, ...dates, roles }, select: { id: true } })
  return id
}

async function addProfile(tx: Tx, world: World, accountId: string, person: DemoSupporter): Promise<void> {
  const { force, now, staff } = world
  const { state = 'approved', since, away, declined, profile, areas, trained } = person
  const volunteeredAt = daysAfter(now, -since)
  const decidedAt = daysAfter(volunteeredAt, 3)
  const routes = profile.routes.filter((route) => force.routes.some(({ id }) => id === route))
  await tx.supporter.update({
    where: { accountId },
    data: {
      ...{ ...profile, state, volunteeredAt, routes, changedAt: decidedAt },
      areas: areas.flatMap((at) => force.areas[at]?.id ?? []),
      awayUntil: away === undefined ? null : day(daysAfter(now, away)),
      ...(state !== 'volunteered' && { decidedAt, decidedById: staff.get('Priya Nair') ?? null, decidedWhy: declined ?? null }),
    },
  })
  if (trained !== undefined) await addTraining(tx, world, accountId, trained)
  await addShared(tx, accountId, person, volunteeredAt)
}

/** `until`: how many days from now it holds; a training holds for two years. */
async function addTraining(tx: Tx, { now, staff }: World, supporterId: string, until: number): Promise<void> {
  const validUntil = daysAfter(now, until)
  const heldOn = daysAfter(validUntil, -730)
  await tx.supporterTraining.create({
    data: {
      ...{ supporterId, heldOn: day(heldOn), validUntil: day(validUntil), recordedAt: daysAfter(heldOn, 1) },
      ...{ evidence: 'Supporter training, half a day. Signed register with the team.', recordedById: staff.get('Priya Nair') ?? '' },
    },
  })
}

async function addShared(tx: Tx, supporterId: string, { experiences = [], directory }: DemoSupporter, at: Date): Promise<void> {
  const agreed: SupporterConsentPurpose[] = [
    ...(experiences.length > 0 ? (['experiences'] as const) : []),
    ...(directory === true ? (['directory'] as const) : []),
  ]
  for (const purpose of agreed) {
    const { version, text } = consentWords[purpose]
    await tx.supporterConsent.create({ data: { supporterId, purpose, version, wording: text, givenAt: at } })
  }
  await tx.supporterExperience.createMany({ data: experiences.map((each) => ({ ...each, supporterId, updatedAt: at })) })
}

const volunteers = [
  {
    ...{ name: 'Ben Ashworth', title: 'PC, response', kinds: ['buddy'], days: 4 },
    words: 'My own buddy got me through the first weeks. I would like to be that for somebody else.',
  },
  { ...{ name: 'Lucy Kerr', title: 'Control room supervisor', kinds: ['mentoring', 'roleModel'], days: 1 }, words: '' },
]

async function addVolunteers(tx: Tx, { force, now }: World): Promise<void> {
  for (const { name, days, ...said } of volunteers) {
    const email = addressOf(name, force)
    await tx.volunteer.create({ data: { ...said, name, email, emailKey: email, receivedAt: daysAfter(now, -days) } })
  }
}
