import type { CheckKind } from './kinds.ts'

/** The words that somebody signs, kept beside the signature as they read then. New words get a new version. */
export type Wording = { version: string; paragraphs: string[] }

const V1 = '2026-11'
const first = (...paragraphs: string[]): Wording => ({ version: V1, paragraphs })

const wordings: Record<CheckKind, Wording> = {
  age: first(
    'Visits to departments that go out on patrol are for people who are 18 or over on the day. We take your word for it, and ask for no proof here.',
  ),
  eligibility: first(
    'I am not under investigation by the police, on bail, or waiting for a court.',
    'As far as I know, none of the people who work in the department I visit is family, a close friend or somebody I have a dispute with.',
    'If any of this changes before the day, I tell the positive action team first.',
  ),
  confidentiality: first(
    'What I see and hear on a visit is about other people, often on a hard day of theirs. I keep it to myself: I do not tell anybody who it was about, and I do not post about it.',
    'I take no photographs, recordings or documents, and I leave my phone away where I am asked to.',
    'If I recognise somebody, I say so to the person who hosts me straight away, and step back.',
    'This promise goes on after the visit. It does not keep me from telling somebody I trust, or the portal, if something was wrong or unsafe.',
  ),
  emergencyContact: first(
    'The person I name knows that I have given their number. It is seen by my host for the day and by the positive action team, and used only if something happens to me on the visit.',
  ),
  accessNeeds: first(
    'I have said what I need for the visit to work for me, or that I need nothing. What is agreed is told to the person who hosts me, so that it is ready when I come.',
  ),
  recordCheck: first(
    'I have seen the answer of the record check for visits. Nothing but what is ticked here is kept: no details, and no reason.',
  ),
  briefing: first(
    'I have talked this person through the visit: where to be and when, who is in charge, what to do if something goes wrong, that they may stop at any time without a reason, and what they may not film, touch or tell.',
  ),
  insurance: first(
    'I have checked that a visitor on this placement is covered by the insurance of the force for the whole of the visit, including any travel in its vehicles.',
  ),
  riskAssessment: first(
    'I have looked at everything this visitor will do and everywhere they will be. What could go wrong is written below, with what we do about it and what is left. Somebody else approves it before the day.',
  ),
}

export const wordingOf = (kind: CheckKind): Wording => wordings[kind]
/** As it is kept beside a signature. */
export const wordingText = (kind: CheckKind): string => wordings[kind].paragraphs.join('\n\n')
