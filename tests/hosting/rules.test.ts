import { describe, expect, it } from 'vitest'
import { dateRefusals, daysOffered, isShortNotice, refuseDate, slotOn } from '../../src/features/hosting/rules/dates.ts'
import { catalogueAddress, placesLeft, readCatalogue } from '../../src/features/hosting/rules/catalogue.ts'
import { decideHost, hostEvents, hostEventsFor, hostMoves } from '../../src/features/hosting/rules/hosts.ts'
import { isSilent, opennessStep } from '../../src/features/hosting/rules/openness.ts'
import { families, familyIds, hostStates } from '../../src/features/hosting/rules/words.ts'
import { dateRefusalWords } from '../../src/features/hosting/forms/dates.ts'

const at = (iso: string) => new Date(iso)

describe('what becomes of a department', () => {
  const moves: Record<string, string> = { 'draft publish': 'published', 'published retire': 'retired', 'retired reopen': 'draft' }
  const whole = { about: 'A morning.', area: 'chester', people: 1 }

  it('knows every state and event', () => {
    for (const state of hostStates)
      for (const event of hostEvents) {
        const decision = decideHost({ ...whole, state }, event)
        expect([state, event, decision.ok ? decision.state : 'no']).toEqual([state, event, moves[`${state} ${event}`] ?? 'no'])
      }
    expect(Object.keys(hostMoves)).toEqual([...hostStates])
    expect(hostStates.map(hostEventsFor)).toEqual([['publish'], ['retire'], ['reopen']])
  })

  it('puts nothing into the catalogue that says nothing, or where nobody hosts', () => {
    expect(decideHost({ ...whole, state: 'draft', about: '' }, 'publish')).toEqual({ ok: false, reason: 'nothingSaid' })
    expect(decideHost({ ...whole, state: 'draft', area: '' }, 'publish')).toEqual({ ok: false, reason: 'nothingSaid' })
    expect(decideHost({ ...whole, state: 'draft', people: 0 }, 'publish')).toEqual({ ok: false, reason: 'nobodyHosts' })
  })

  it('knows far more work than patrol', () => {
    expect(familyIds.length).toBeGreaterThan(9)
    for (const family of ['control', 'forensics', 'custody', 'neighbourhood', 'staff'] as const) expect(families[family]).not.toBe('')
  })
})

describe('the yearly question', () => {
  const never = { answeredAt: null, askedAt: null, remindedAt: null }
  const asked = at('2027-01-14T10:00:00Z')
  const open = { answeredAt: at('2026-01-10T10:00:00Z'), askedAt: asked, remindedAt: null }

  it('is asked at once where it never was, and a year after the last answer or question', () => {
    expect(opennessStep(never, asked)).toBe('ask')
    const answered = { ...never, answeredAt: at('2026-01-14T10:00:00Z') }
    expect(opennessStep(answered, at('2027-01-14T09:59:59Z'))).toBeUndefined()
    expect(opennessStep(answered, asked)).toBe('ask')
    expect(opennessStep(open, at('2028-01-14T10:00:00Z'))).toBe('ask')
  })

  it('is reminded of once, after two weeks without an answer', () => {
    expect(opennessStep(open, at('2027-01-28T09:59:59Z'))).toBeUndefined()
    expect(opennessStep(open, at('2027-01-28T10:00:00Z'))).toBe('remind')
    expect(opennessStep({ ...open, remindedAt: at('2027-01-28T10:00:00Z') }, at('2027-03-01T10:00:00Z'))).toBeUndefined()
    expect(opennessStep({ ...open, remindedAt: at('2026-02-01T10:00:00Z') }, at('2027-02-01T10:00:00Z'))).toBe('remind')
    expect(opennessStep({ ...open, answeredAt: at('2027-01-15T10:00:00Z') }, at('2027-02-01T10:00:00Z'))).toBeUndefined()
  })

  it('is the team’s after four weeks of silence, until somebody answers', () => {
    expect(isSilent(open, at('2027-02-11T09:59:59Z'))).toBe(false)
    expect(isSilent(open, at('2027-02-11T10:00:00Z'))).toBe(true)
    expect(isSilent({ ...open, answeredAt: at('2027-02-01T10:00:00Z') }, at('2027-03-01T10:00:00Z'))).toBe(false)
    expect(isSilent(never, at('2027-03-01T10:00:00Z'))).toBe(false)
  })
})

describe('days', () => {
  it('are one, several, or each of them again and again, once each and in order', () => {
    const one = { day: '2027-01-14', more: [], repeat: 'no' as const, times: 5 }
    expect(daysOffered(one)).toEqual(['2027-01-14'])
    expect(daysOffered({ ...one, more: ['2027-01-12', '2027-01-14'] })).toEqual(['2027-01-12', '2027-01-14'])
    expect(daysOffered({ ...one, repeat: 'weekly', times: 3 })).toEqual(['2027-01-14', '2027-01-21', '2027-01-28'])
    expect(daysOffered({ ...one, more: ['2027-01-28'], repeat: 'fortnightly', times: 2 })).toEqual([
      '2027-01-14',
      '2027-01-28',
      '2027-02-11',
    ])
  })

  it('keep the time of London when the clocks change between, and know the hour that is missing', () => {
    const read = slotOn('2027-03-28', '10:00', '13:00')
    expect(read.ok && read.slot.startsAt).toEqual(at('2027-03-28T09:00:00Z'))
    expect(slotOn('2027-03-28', '01:30', '13:00')).toEqual({ ok: false, reason: 'noSuchTime', day: '2027-03-28' })
    expect(slotOn('2027-03-29', '13:00', '13:00')).toEqual({ ok: false, reason: 'endsBefore', day: '2027-03-29' })
  })

  const now = at('2027-01-14T10:00:00Z')
  const slot = { startsAt: at('2027-02-01T10:00:00Z'), endsAt: at('2027-02-01T14:00:00Z') }
  const receiver = { trainedUntil: '2027-02-01', able: true }
  const given = { slot, receiver, taken: [], now }

  it('are offered by whoever is trained until the day itself', () => {
    expect(refuseDate(given)).toBeUndefined()
    for (const trainedUntil of ['2027-01-31', null])
      expect(refuseDate({ ...given, receiver: { trainedUntil, able: true } })).toMatchObject({ reason: 'untrained' })
    expect(refuseDate({ ...given, receiver: { ...receiver, able: false } })).toMatchObject({ reason: 'untrained' })
  })

  it('lie ahead, not too far, and never two at a time for one person', () => {
    expect(refuseDate({ ...given, now: slot.startsAt })).toMatchObject({ reason: 'passed' })
    expect(refuseDate({ ...given, now: at('2025-07-31T10:00:00Z') })).toMatchObject({ reason: 'tooFar' })
    expect(refuseDate({ ...given, taken: [{ startsAt: at('2027-02-01T13:59:00Z'), endsAt: at('2027-02-01T15:00:00Z') }] })).toMatchObject({
      reason: 'overlaps',
    })
    expect(refuseDate({ ...given, taken: [{ startsAt: slot.endsAt, endsAt: at('2027-02-01T15:00:00Z') }] })).toBeUndefined()
    expect([isShortNotice(slot.startsAt, at('2027-01-29T10:00:00Z')), isShortNotice(slot.startsAt, now)]).toEqual([true, false])
  })

  it('say in words why not', () => {
    for (const reason of dateRefusals) expect(dateRefusalWords[reason].words('1 February 2027')).not.toMatch(/undefined|^$/)
  })
})

describe('what the address of the catalogue says', () => {
  it('narrows by what makes sense, and says what does not', () => {
    const { filter, errors } = readCatalogue({ family: 'control', age: 'any', from: '14/1/2027', to: '14/1/2027' })
    expect(errors).toEqual([])
    expect(filter).toEqual({ family: 'control', anyAge: true, from: at('2027-01-14T00:00:00Z'), until: at('2027-01-15T00:00:00Z') })
    expect(readCatalogue({ from: 'soon' })).toMatchObject({ filter: {}, errors: [{ field: 'from' }] })
    expect(readCatalogue({ from: '2/2/2027', to: '1/2/2027' })).toMatchObject({ filter: {}, errors: [{ field: 'to' }] })
  })

  it('holds nothing that narrows nothing', () => {
    expect(catalogueAddress({})).toBe('/shadowing')
    expect(catalogueAddress({ family: 'custody', area: undefined }, 2)).toBe('/shadowing?family=custody&page=2')
    expect([0, 1, 2].map((left) => placesLeft(left).text)).toEqual(['Full', '1 place left', '2 places left'])
  })
})
