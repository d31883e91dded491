import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { vi } from 'vitest'

export type PostOffice = { url: string; letters: Email[]; refuse: (yes: boolean, code?: number) => void; stop: () => Promise<void> }

/** A real SMTP server inside the test; it keeps what arrives. */
export async function aPostOffice(): Promise<PostOffice> {
  const letters: Email[] = []
  let refusing = false
  let answer = 451
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (address, _session, done) => {
      done(refusing ? Object.assign(new Error(`no ${address.address} here`), { responseCode: answer }) : null)
    },
    onData: (stream, _session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(parts)).then((letter) => {
          letters.push(letter)
          done()
        }, done)
      })
    },
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    letters,
    refuse: (yes, code = 451) => {
      refusing = yes
      answer = code
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => {
          done()
        })
      }),
  }
}

/** The last letter to somebody with such a subject, once it has come. */
export const letterTo = (office: PostOffice, address: string, subject: RegExp): Promise<Email> =>
  vi.waitFor(
    () => {
      const found = office.letters.findLast((letter) => letter.to?.[0]?.address === address && subject.test(letter.subject ?? ''))
      if (!found)
        throw new Error(`no letter ${String(subject)} to ${address} among ${office.letters.map((each) => each.subject).join(', ')}`)
      return found
    },
    { timeout: 10_000 },
  )

/** Where the button of a letter leads. */
export const linkIn = (letter: Email): string => /<a href="([^"]+)"/.exec(letter.html ?? '')?.[1]?.replaceAll('&amp;', '&') ?? ''
