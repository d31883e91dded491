import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import PostalMime from 'postal-mime'
import { z } from 'zod'
import { NotFound } from '../../core/errors.ts'
import { get, type Page, type Route } from '../../core/http.ts'

const letterParams = z.object({ name: z.string().regex(/^[\w-]+$/) })
const listQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) })
const PAGE_SIZE = 25

async function readLetter(folder: string, name: string) {
  const raw = await readFile(path.join(folder, `${name}.eml`)).catch(() => undefined)
  if (!raw) return undefined
  const { to, from, subject, text, date } = await PostalMime.parse(raw)
  const links = [...(text ?? '').matchAll(/https?:\/\/\S+/g)].map(([href]) => href)
  return {
    name,
    subject: subject ?? '',
    text: text ?? '',
    to: to?.[0]?.address ?? '',
    from: from?.address ?? '',
    at: new Date(date ?? 0),
    links,
  }
}

/** The demonstration's letters, which never leave this machine: everybody who can open it may read them. */
export function demoMailRoutes(folder: string): Route[] {
  const showLetters: Page<'demo.mail', unknown, z.infer<typeof listQuery>> = async ({ query }, res) => {
    const files = await readdir(folder).catch((): string[] => [])
    const names = files
      .filter((file) => file.endsWith('.eml'))
      .map((file) => file.slice(0, -4))
      .sort()
      .reverse()
    const shown = names.slice((query.page - 1) * PAGE_SIZE, query.page * PAGE_SIZE)
    const letters = await Promise.all(shown.map((name) => readLetter(folder, name)))
    res.render('messages/letters', { letters: letters.filter(Boolean), total: names.length, number: query.page, size: PAGE_SIZE })
  }
  const showLetter: Page<'demo.mail', z.infer<typeof letterParams>> = async ({ params }, res) => {
    const letter = await readLetter(folder, params.name)
    if (!letter) throw new NotFound()
    res.render('messages/letter', { letter })
  }
  return [
    get('/demo/mail', { can: 'demo.mail', query: listQuery }, showLetters),
    get('/demo/mail/:name', { can: 'demo.mail', params: letterParams }, showLetter),
  ]
}
