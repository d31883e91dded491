import { describe, expect, it } from 'vitest'
import { assignReasons, assignReasonWords, decideAssignment } from '../../src/features/candidates/rules/assignment.ts'

const standing = { from: 'priya', to: 'marcus', toIsOfTeam: true, reason: 'workload' } as const

describe('who looks after a person', () => {
  it('is chosen without a reason where nobody did', () => {
    expect(decideAssignment({ ...standing, from: null, reason: undefined })).toEqual({ ok: true })
  })

  it.each(['marcus', null])('changes only with a reason, to %s', (to) => {
    expect(decideAssignment({ ...standing, to })).toEqual({ ok: true })
    expect(decideAssignment({ ...standing, to, reason: undefined })).toEqual({ ok: false, reason: 'reasonNeeded' })
  })

  it('is somebody of the team, and not who it is already', () => {
    expect(decideAssignment({ ...standing, toIsOfTeam: false })).toEqual({ ok: false, reason: 'notOfTeam' })
    for (const who of ['priya', null])
      expect(decideAssignment({ ...standing, from: who, to: who })).toEqual({ ok: false, reason: 'already' })
  })

  it('is not changed by somebody who saw another name', () => {
    for (const seen of ['somebody', null])
      expect(decideAssignment({ ...standing, seen })).toEqual({ ok: false, reason: 'changedMeanwhile' })
    for (const seen of ['priya', undefined]) expect(decideAssignment({ ...standing, seen })).toEqual({ ok: true })
    expect(decideAssignment({ ...standing, from: null, seen: null })).toEqual({ ok: true })
  })

  it('has words for every reason', () => {
    for (const reason of Object.keys(assignReasons)) expect(assignReasonWords(reason)).toMatch(/^[A-Z]/)
    expect([assignReasonWords(null), assignReasonWords('toString')]).toEqual([undefined, undefined])
  })
})
