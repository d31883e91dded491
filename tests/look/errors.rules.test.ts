import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRenderer, viewsFolder } from '../../src/core/views.ts'
import { profileOf } from '../../src/forces/find.ts'

const render = createRenderer({ cache: false })
const pages = readdirSync(path.join(viewsFolder, 'errors'))
const show = (page: string, locals: object) => render(path.join(viewsFolder, 'errors', page), { force: profileOf('cheshire'), ...locals })

describe.each(pages)('errors/%s', (page) => {
  it('stands when nothing is known but the force, as where the database is away', () => {
    const html = show(page, {})
    expect(html.match(/<h1[ >]/g)).toHaveLength(1)
    expect(html).toContain('href="/contact"')
    expect(html).not.toContain('undefined')
  })

  it('stands for somebody who is signed in', () => {
    const actor = { role: 'lead', name: 'Helen <b>Marsh</b>', accountId: 'a', roles: ['lead', 'candidate'] }
    const html = show(page, { actor, url: '/staff', csrfToken: () => 'token' })
    expect(html).toContain('Helen &lt;b&gt;Marsh')
    expect(html).toContain('href="/staff"')
  })
})
