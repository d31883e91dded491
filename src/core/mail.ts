import { mkdirSync } from 'node:fs'
import path from 'node:path'
import nodemailer from 'nodemailer'
import { writeWhole } from './files.ts'

export type Letter = {
  id: string
  to: string
  subject: string
  html: string
  text: string
  date: Date
  headers?: Record<string, string>
  /** Where an answer goes; a letter that has one was written by a person. */
  replyTo?: string
  attachments?: { filename: string; content: string; contentType: string }[]
}
/** Hands a letter over, or throws. The same letter keeps its Message-ID, so that a repeat can be told from a second one. */
export type Send = (letter: Letter) => Promise<void>

type From = { from: string; host: string }

const message = ({ from, host }: From, { id, headers, ...letter }: Letter) => ({
  ...letter,
  from,
  messageId: `<${id}@${host}>`,
  headers: { ...(letter.replyTo === undefined && { 'auto-submitted': 'auto-generated' }), ...headers },
})

/** Sends by SMTP. */
export function sendBySmtp(url: string, from: From): Send {
  const transport = nodemailer.createTransport(url, { disableFileAccess: true, disableUrlAccess: true })
  return async (letter) => {
    await transport.sendMail(message(from, letter))
  }
}

/** Writes each letter as a file into a folder, for the demonstration: nothing leaves this machine. */
export function sendToFolder(folder: string, from: From): Send {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true })
  return async (letter) => {
    const { message: written } = await transport.sendMail(message(from, letter))
    mkdirSync(folder, { recursive: true })
    const name = `${letter.date.toISOString().replaceAll(/[:.]/g, '-')}-${letter.id}.eml`
    writeWhole(path.join(folder, name), (written as Buffer).toString())
  }
}
