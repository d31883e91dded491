import type { ForceProfile } from '../../forces/profile.ts'

/** What a row of the log says, and where it is being written: all that a kind of e-mail is given. */
export type EmailAbout = {
  emailId: string
  accountId: string | null
  candidateId: string | null
  aboutId: string | null
  data: Record<string, unknown>
  baseUrl: string
  force: ForceProfile
}

/** One e-mail, from which the HTML and its plain text twin are written alike. `subject` is one that a family member could read. */
export type EmailContent = {
  subject: string
  heading: string
  greeting?: string
  paragraphs: string[]
  facts?: { label: string; value: string }[]
  button?: { text: string; href: string }
  after?: string[]
  /** Where an answer to it goes, for a letter that a person wrote. */
  replyTo?: string
  /** A file that puts something into the person's calendar, or takes it out of it. */
  calendar?: { method: 'PUBLISH' | 'CANCEL'; file: string; name?: string }
  /** What it answers, below everything else. */
  quote?: { title: string; paragraphs: string[] }
  /** An address that ends e-mails of this kind in one click. For news, and only for news. */
  unsubscribe?: string
  /** Why the person gets it. */
  why: string
}

/** Writes one kind of e-mail at the moment it is sent; undefined where what it would tell is no longer true. */
export type EmailKind = (about: EmailAbout) => Promise<EmailContent | undefined>
