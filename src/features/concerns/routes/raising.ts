import { NotFound } from '../../../core/errors.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import { raiseConcern } from '../commands/raising.ts'
import * as forms from '../forms/concerns.ts'
import { findPair, type Raiser } from '../queries/pairs.ts'
import { contactsFor } from '../rules/concerns.ts'
import { raiseForm, type RaiseInput } from '../rules/raising.ts'

/** Either side of a pairing; the pages are the same but for their words. */
type Side = 'candidate.own' | 'supporting.view'
type Params = forms.PairingParams

const bases = {
  candidate: '/my/pairings',
  supporter: '/supporting/pairings',
  coordinator: '/staff/pairings',
  lead: '/staff/pairings',
} as const
const baseOf = ({ role }: Raiser, { pairingId }: Params) => `${bases[role]}/${pairingId}`

async function found(actor: Raiser, params: Params) {
  const pair = await findPair(actor, params.pairingId)
  if (!pair) throw new NotFound()
  const about = actor.role === 'candidate' ? 'supporter' : 'candidate'
  return { pair, base: baseOf(actor, params), side: actor.role, told: contactsFor(about) }
}

const showRaise: Page<Side, Params> = async ({ actor, params, form }, res) => {
  res.render('concerns/raise', { ...(await found(actor, params)), form })
}
const submitRaise: Submission<Side, Params, RaiseInput> = async ({ actor, force, params, input }, res) => {
  if (!(await raiseConcern(actor, force, params.pairingId, input))) throw new NotFound()
  res.redirect(303, `${baseOf(actor, params)}/concern/done`)
}
const showDone: Page<Side, Params> = async ({ actor, params }, res) => {
  res.render('concerns/done', await found(actor, params))
}

const showPassOn: Page<'exclusion.manage', Params> = async ({ actor, params, form }, res) => {
  res.render('concerns/pass-on', { ...(await found(actor, params)), form })
}
const submitPassOn: Submission<'exclusion.manage', Params, forms.PassOnInput> = async ({ actor, force, params, input }, res) => {
  if (!(await raiseConcern(actor, force, params.pairingId, input))) throw new NotFound()
  res.redirect(303, `/staff/pairings/${params.pairingId}/concern/done`)
}
const showPassedOn: Page<'exclusion.manage', Params> = async ({ actor, params }, res) => {
  res.render('concerns/passed-on', await found(actor, params))
}

const params = forms.pairingParams
const my = { can: 'candidate.own', params } as const
const theirs = { can: 'supporting.view', params } as const
const team = { can: 'exclusion.manage', params } as const

export const raisingRoutes = [
  get('/my/pairings/:pairingId/concern', my, showRaise),
  post('/my/pairings/:pairingId/concern', { ...my, form: raiseForm, invalid: showRaise }, submitRaise),
  get('/my/pairings/:pairingId/concern/done', my, showDone),
  get('/supporting/pairings/:pairingId/concern', theirs, showRaise),
  post('/supporting/pairings/:pairingId/concern', { ...theirs, form: raiseForm, invalid: showRaise }, submitRaise),
  get('/supporting/pairings/:pairingId/concern/done', theirs, showDone),
  get('/staff/pairings/:pairingId/concern', team, showPassOn),
  post('/staff/pairings/:pairingId/concern', { ...team, form: forms.passOnForm, invalid: showPassOn }, submitPassOn),
  get('/staff/pairings/:pairingId/concern/done', team, showPassedOn),
]
