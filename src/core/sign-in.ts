import passport from 'passport'
import { Strategy } from 'passport-local'
import type { Request, RequestHandler } from 'express'
import type { Member, MemberRole } from './access.ts'
import { now } from './clock.ts'

declare module 'express-session' {
  interface SessionData {
    passport: { user: string }
    /** The role this session acts in; the first that the account holds, until one is chosen. */
    role: MemberRole
    /** When this person gave their password: a session from before the password changed is worth nothing, whatever wrote it back. */
    begun: number
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
  ]
}

const authorities = new WeakMap<Request, passport.Authenticator>()

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

/** Begins a session for a member already known by other means, with a new session id. */
export const enter = (req: Request, member: Member, begun = now().getTime()): Promise<void> =>
  new Promise((done, fail) => {
    req.logIn(member, (fault: Error | null | undefined) => {
      if (fault) {
        fail(fault)
        return
      }
      req.session.begun = begun
      done()
    })
  })

export const signOut = (req: Request): Promise<void> =>
  new Promise((done, fail) => {
    req.logOut((error: Error | null | undefined) => {
      if (error) fail(error)
      else done()
    })
  })
