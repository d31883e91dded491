import { Busboy } from '@fastify/busboy'
import type { Request, RequestHandler } from 'express'
import { may, visitor, type Actor, type Permission } from './access.ts'

/** A file as it came. Where it is larger than allowed, nothing of it is kept. */
export type Upload = { name: string; bytes: Buffer; tooLarge: boolean }

const PARTS = 20
/** What is read and thrown away, so that a browser hears the answer, before the connection is closed on it. */
const PATIENCE = 4

/**
 * Reads forms that carry a file, for those who may send one: fields as strings, `file` as an Upload, all in memory. Anybody
 * else's body stays unread, and so has no token and is refused as a forgery.
 */
export const acceptUploads =
  ({ can, most }: { can: Permission; most: number }): RequestHandler =>
  (req, res, next) => {
    const actor = (req.user as Actor | undefined) ?? visitor
    if (req.method !== 'POST' || !req.is('multipart/form-data') || !may(actor, can)) {
      next()
      return
    }
    if (Number(req.get('content-length') ?? 0) > most * PATIENCE) {
      res.setHeader('connection', 'close')
      next(refusal(413))
      return
    }
    readParts(req, most).then(
      (parts) => {
        req.body = Object.fromEntries(parts)
        next()
      },
      () => {
        next(refusal(400))
      },
    )
  }

const refusal = (status: number) => Object.assign(new Error('this upload cannot be read'), { status })

function readParts(req: Request, most: number): Promise<[string, string | Upload][]> {
  return new Promise((done, fail) => {
    const parts: [string, string | Upload][] = []
    const headers = { ...req.headers, 'content-type': req.get('content-type') ?? '' }
    const reader = new Busboy({ headers, limits: { fileSize: most, fieldSize: most, fields: PARTS, files: 1, parts: PARTS } })
    reader.on('field', (name, value, _nameCut, cut) => {
      parts.push(cut ? [name, { name: '', bytes: Buffer.alloc(0), tooLarge: true }] : [name, value])
    })
    reader.on('file', (field, stream, name) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const tooLarge = (stream as { truncated?: boolean }).truncated === true
        parts.push([field, { name, bytes: tooLarge ? Buffer.alloc(0) : Buffer.concat(chunks), tooLarge }])
      })
    })
    reader.on('finish', () => {
      done(parts)
    })
    reader.on('error', fail)
    req.on('error', fail)
    req.on('aborted', fail)
    req.pipe(reader)
  })
}
