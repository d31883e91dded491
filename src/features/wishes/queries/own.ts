import type { Candidate, Team } from '../../../core/access.ts'
import { db } from '../../../core/db.ts'
import type { Experience, Wishes } from '../rules/wishes.ts'

const asWishes = (wish: {
  meets: string
  availability: string[]
  languages: string[]
  goals: string[]
  preference: string | null
}): Wishes => ({
  meets: wish.meets as Wishes['meets'],
  ...{ availability: wish.availability, languages: wish.languages, goals: wish.goals },
  preference: wish.preference ?? undefined,
})

/** What one candidate looks for and has told; `experiences` is undefined where their yes to tailoring does not stand. */
async function find(candidateId: string) {
  const [wish, consent, experiences] = await Promise.all([
    db.matchWish.findUnique({ where: { candidateId } }),
    db.consent.findFirst({ where: { candidateId, purpose: 'tailoring', withdrawnAt: null }, select: { givenAt: true } }),
    db.candidateExperience.findMany({ where: { candidateId }, orderBy: { code: 'asc' } }),
  ])
  const told = experiences.map(({ code, forMatching }): Experience => ({ code, use: forMatching ? 'matching' : 'team' }))
  return {
    wishes: wish ? asWishes(wish) : undefined,
    saidAt: wish?.updatedAt,
    agreedAt: consent?.givenAt,
    experiences: consent ? told : undefined,
  }
}

/** What I look for, and what I have told. */
export const findOwnWishes = ({ candidateId }: Candidate) => find(candidateId)

/** The same, for the team that handles this candidate's support; whoever shows it records a look. */
export const findWishesOf = (_actor: Team, candidateId: string) => find(candidateId)
