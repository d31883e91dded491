import { describe, expect, it } from 'vitest'
import { homeOf, ownNavigation, publicNavigation } from '../../src/core/navigation.ts'

const current = (items: { text: string; current: boolean }[]) => items.filter((item) => item.current).map(({ text }) => text)

describe('the navigation', () => {
  it('marks the item whose address is the longest beginning of the page’s', () => {
    expect(current(ownNavigation('coordinator', '/staff'))).toEqual(['Today'])
    expect(current(ownNavigation('coordinator', '/staff/candidates/7f3a'))).toEqual(['Candidates'])
    expect(current(ownNavigation('lead', '/staff/candidatesX'))).toEqual(['Today'])
    expect(current(ownNavigation('candidate', '/my/details/phone'))).toEqual(['My details'])
  })

  it('marks More for a page of the team that has no tab of its own', () => {
    expect(current(ownNavigation('coordinator', '/staff/tasks/new'))).toEqual(['More'])
    expect(current(ownNavigation('lead', '/staff/one-to-ones'))).toEqual(['More'])
    expect(current(ownNavigation('lead', '/staff/matching/7f3a'))).toEqual(['Matching'])
  })

  it('marks nothing on the first page', () => {
    expect(current(publicNavigation('visitor', '/'))).toEqual([])
  })

  it('leads everybody from the public pages to their own', () => {
    expect(publicNavigation('visitor', '/').at(-1)).toMatchObject({ text: 'Sign in', href: '/sign-in' })
    expect(publicNavigation('candidate', '/').at(-1)).toMatchObject({ text: 'My support', href: homeOf('candidate') })
  })
})
