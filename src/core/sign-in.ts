import passport from 'passport'
import { Strategy } from 'passport-local'
import type { Request, RequestHandler } from 'express'
import { holdsStaffRole, type Member, type MemberRole } from './access.ts'
import { browserOf } from './browsers.ts'
import { now } from './clock.ts'
import { endsOf, isDue, isOver, WARNING } from './session-life.ts'

declare module 'express-session' {
  interface SessionData {
    passport: { user: string }
    /** The role this session acts in; the first that the account holds, until one is chosen. */
    role: MemberRole
    /** When this person gave their password: a session from before the password changed is worth nothing, whatever wrote it back. */
    begun: number
    /** When the code was given too. Whoever needs one and has not given it is nobody yet. */
    secondFactorAt: number
    /** When this person last proved who they are: sensitive acts ask for it again when it is not fresh. */
    provenAt: number
    /** When this session was last used, to the minute. */
    usedAt: number
    /** The browser in words, for the person's own list of sessions; nothing of the network is kept. */
    browser: string
    /** The registration that began in this browser, if one did. */
    registering: string
  }
}

/** How people are known; given by the accounts feature, as core knows no feature. */
export type People = {
  check: (email: string, password: string) => Promise<Member | undefined>
  find: (accountId: string, role: MemberRole | undefined, begun: number | undefined) => Promise<Member | undefined>
}

/** Knows people again on every request, in the role that their session acts in. */
export function signedIn(people: People): RequestHandler[] {
  const authority = new passport.Passport()
  authority.use(
    new Strategy({ usernameField: 'email' }, (email, password, done) => {
      people.check(email, password).then((member) => {
        done(null, member ?? false)
      }, done)
    }),
  )
  authority.serializeUser((user, done) => {
    done(null, (user as Member).accountId)
  })
  authority.deserializeUser((req: Request, id: string, done: (error: unknown, user?: Member | false) => void) => {
    people.find(id, req.session.role, req.session.begun).then((member) => {
      done(null, member ?? false)
    }, done)
  })
  return [
    authority.initialize() as RequestHandler,
    authority.session() as RequestHandler,
    (req, _res, next) => {
      authorities.set(req, authority)
      next()
    },
    weigh,
  ]
}

const authorities = new WeakMap<Request, passport.Authenticator>()
const halfWay = new WeakMap<Request, Member>()
const ended = new WeakSet<Request>()

/** Does this person give a code after the password? Staff always; anybody else who has set codes up. */
export const needsCode = ({ roles, secondFactor }: Pick<Member, 'roles' | 'secondFactor'>): boolean =>
  holdsStaffRole(roles) || secondFactor === true

/**
 * What a session is good for now. One whose time is over ends here. One with the password alone opens nothing: its person
 * is a visitor to every page, and `halfSignedIn` to those that ask for the code.
 */
const weigh: RequestHandler = async (req, _res, next) => {
  const member = req.user as Member | undefined
  if (!member) {
    next()
    return
  }
  const { session } = req
  const half = needsCode(member) && session.secondFactorAt === undefined
  const time = now().getTime()
  if (isOver(session, { staff: holdsStaffRole(member.roles), half }, time)) {
    await signOut(req)
    ended.add(req)
  } else if (half) {
    halfWay.set(req, member)
    delete req.user
  } else if (isDue(session.usedAt, time)) session.usedAt = time
  next()
}

/** The person who has given the password and not yet the code. */
export const halfSignedIn = (req: Request): Member | undefined => halfWay.get(req)

/** Did this visit find its session over? */
export const sessionEnded = (req: Request): boolean => ended.has(req)

/** How long the session of this page still lasts, in seconds: unless it is used again, and at the most. */
export function timeLeft(req: Request): { left: number; most: number; warning: number } | undefined {
  const member = req.user as Member | undefined
  if (!member) return undefined
  const { end, last } = endsOf(req.session, { staff: holdsStaffRole(member.roles), half: false })
  const seconds = (at: number) => Math.max(0, Math.round((at - now().getTime()) / 1000))
  return Number.isFinite(end)
    ? { left: seconds(end), most: seconds(Math.min(last, Number.MAX_SAFE_INTEGER)), warning: WARNING / 1000 }
    : undefined
}

/** Signs in with what the form carried (`email`, `password`): a new session id, whoever came before. */
export const signIn = (req: Request): Promise<Member | undefined> =>
  new Promise((done, fail) => {
    const begun = now().getTime()
    const authenticate = authorities.get(req)?.authenticate('local', (error: Error | null, member: Member | false) => {
      if (error) fail(error)
      else if (!member) done(undefined)
      else
        enter(req, member, begun).then(() => {
          done(member)
        }, fail)
    }) as RequestHandler
    void authenticate(req, req.res as never, fail)
  })

/** Begins a session for somebody just known by their password or mailbox, with a new session id. */
export async function enter(req: Request, member: Member, begun = now().getTime()): Promise<void> {
  await beginAs(req, member)
  Object.assign(req.session, { begun, usedAt: begun, browser: browserOf(req.get('user-agent')) })
  if (needsCode(member)) {
    halfWay.set(req, member)
    delete req.user
  } else req.session.provenAt = begun
}

/** The same session under a new id and with a new token, for the same person: after a code, in another role, with a new password. */
export async function enterAgain(
  req: Request,
  member: Member,
  changed: { secondFactorAt?: number; provenAt?: number; begun?: number } = {},
) {
  const { begun, secondFactorAt, provenAt, usedAt, browser, role } = req.session
  await beginAs(req, member)
  const kept = { begun, secondFactorAt, provenAt, usedAt, browser, role }
  const known = Object.entries({ ...kept, ...changed }).filter(([, value]) => value !== undefined)
  Object.assign(req.session, Object.fromEntries(known))
}

const beginAs = (req: Request, member: Member): Promise<void> =>
  new Promise((done, fail) => {
    req.logIn(member, (fault: Error | null | undefined) => {
      if (fault) fail(fault)
      else done()
    })
  })

export const signOut = (req: Request): Promise<void> =>
  new Promise((done, fail) => {
    req.logOut((error: Error | null | undefined) => {
      if (error) fail(error)
      else done()
    })
  })
