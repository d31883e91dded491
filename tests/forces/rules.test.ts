import { describe, expect, it } from 'vitest'
import { cheshire } from '../../src/forces/cheshire.ts'
import { profileOf } from '../../src/forces/find.ts'
import { hampshire } from '../../src/forces/hampshire.ts'
import { picture } from '../../src/forces/pictures.ts'
import { consentPurposes, profileSchema, supportKinds, type ForceProfile } from '../../src/forces/profile.ts'

const offered = (force: ForceProfile) => force.support.map(({ kind }) => kind)

describe.each(['cheshire', 'hampshire'] as const)('%s', (id) => {
  const force = profileOf(id)

  it('offers every kind of support, each with a drawing', () => {
    expect(offered(force).sort()).toEqual([...supportKinds].sort())
    for (const kind of supportKinds) expect(picture(kind)).toMatch(/^<svg[^>]*aria-hidden="true".*<\/svg>$/)
  })

  it('says for every consent exactly what is agreed to, and in which version', () => {
    expect(force.consents.map(({ purpose }) => purpose).sort()).toEqual([...consentPurposes].sort())
    for (const { version, text } of force.consents) {
      expect(version).not.toBe('')
      expect(text).toMatch(/^I agree/)
    }
  })

  it('warns that support history can itself suggest a characteristic', () => {
    expect(force.consents.find(({ purpose }) => purpose === 'shareHistory')?.text).toContain('can itself suggest')
  })

  it('asks nothing about monitoring at registration', () => {
    expect(force.consents.find(({ purpose }) => purpose === 'monitoring')?.askedAt).toBe('later')
  })

  it('gives recruiters a label of its own, never a public name, and none for what is private', () => {
    const names = new Set(force.support.map(({ name }) => name))
    for (const { kind, recruiterLabel } of force.support) {
      if (['buddy', 'adjustments', 'barrier', 'networks', 'feedback', 'training'].includes(kind)) expect(recruiterLabel).toBeUndefined()
      else if (kind !== 'skills') expect(names.has(recruiterLabel ?? '')).toBe(false)
    }
  })

  it('has routes for officers and for staff, each stage with a way to be ready for it', () => {
    expect(force.routes.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['constable', 'detective', 'special', 'pcso', 'staff', 'volunteer']),
    )
    expect(new Set(force.routes.map(({ family }) => family))).toEqual(new Set(['officer', 'staff']))
    for (const { stages } of force.routes) expect(stages.map(({ id }) => id)).toEqual(expect.arrayContaining(['application', 'start']))
  })

  it('keeps nothing without an end', () => {
    expect(force.retention).toMatchObject({ inactiveMonths: 24, warnDaysBefore: [60, 30, 7], messageMonths: 12, auditYears: 6 })
  })
})

it('leads each force with its own', () => {
  expect(cheshire.landing.cards.slice(0, 2)).toEqual(['insight', 'buddy'])
  expect(cheshire.support.find(({ kind }) => kind === 'insight')?.name).toBe('Insight programme')
  expect(cheshire.support.find(({ kind }) => kind === 'buddy')?.name).toBe('Buddy Scheme')
  expect(hampshire.strands.map(({ name }) => name)).toEqual([
    'Skills development',
    'Access and opportunities',
    'Removing barriers',
    'Ongoing support',
  ])
  expect(hampshire.words.workshops).toBe('pre-employment workshops')
})

it('refuses a profile that leaves a kind of support out, or shows a telephone number that might be somebody’s', () => {
  expect(profileSchema.safeParse({ ...cheshire, support: cheshire.support.slice(1) }).success).toBe(false)
  const contacts = { ...cheshire.contacts, team: { ...cheshire.contacts.team, phone: '01244 350000' } }
  expect(profileSchema.safeParse({ ...cheshire, contacts }).success).toBe(false)
})
