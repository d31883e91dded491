import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEnv } from '../../src/core/env.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'settings-'))
const deployment = {
  DATABASE_URL: 'postgresql://portal:x@db.example/portal',
  RECRUITER_DATABASE_URL: 'postgresql://recruiter:x@db.example/portal',
  BASE_URL: 'https://support.force.example',
  TRUST_PROXY: '1',
  SMTP_URL: 'smtp://mail.example:587',
  MAIL_FROM: 'Positive action <support@force.example>',
  SESSION_SECRET: 'x'.repeat(32),
}
const read = (settings: Record<string, string>) => readEnv({ DATA_DIR: folder, ...settings })

describe('without a database', () => {
  it('is the demonstration, on this machine alone, with a secret of its own that it keeps', () => {
    const env = read({})
    expect(env).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, FORCE: 'cheshire', given: undefined })
    expect(env.BASE_URL.href).toBe('http://127.0.0.1:3000/')
    expect(env.SESSION_SECRET).toMatch(/^[0-9a-f]{64}$/)
    expect(read({}).SESSION_SECRET).toBe(env.SESSION_SECRET)
    expect(read({ FORCE: 'hampshire' }).SESSION_SECRET).not.toBe(env.SESSION_SECRET)
  })

  it.each(['0.0.0.0', '192.168.1.4', '::'])('refuses to serve on %s', (HOST) => {
    expect(() => read({ HOST })).toThrow(/HOST: without DATABASE_URL this is the demonstration/)
  })

  it('refuses an address that others would use', () => {
    expect(() => read({ BASE_URL: 'https://support.force.example' })).toThrow(/BASE_URL/)
  })
})

describe('with a database', () => {
  it('takes a whole set of settings', () => {
    expect(read(deployment)).toMatchObject({ TRUST_PROXY: 1, given: { smtp: 'smtp://mail.example:587' } })
  })

  it('names everything that is missing at once', () => {
    const tried = () => read({ DATABASE_URL: deployment.DATABASE_URL })
    for (const name of ['RECRUITER_DATABASE_URL', 'BASE_URL', 'SMTP_URL', 'MAIL_FROM', 'SESSION_SECRET'])
      expect(tried).toThrow(new RegExp(name))
  })

  it.each([
    ['BASE_URL', 'http://support.force.example', /must be https/],
    ['BASE_URL', 'support.force.example', /BASE_URL: must be an address/],
    ['SESSION_SECRET', 'short', /SESSION_SECRET: must be 32 characters or more/],
    ['FORCE', 'rutland', /FORCE: must be cheshire or hampshire/],
    ['PORT', 'many', /PORT: must be a number/],
    ['DATABASE_URL', 'mysql://db.example', /DATABASE_URL: must be an address such as postgresql/],
    ['TRUST_PROXY', '', /TRUST_PROXY: is needed/],
    ['MAIL_FROM', 'nobody', /MAIL_FROM: must be an address/],
    ['SMTP_URL', 'https://mail.example', /SMTP_URL: must be an address/],
  ])('refuses %s=%s and says what is wrong', (name, value, words) => {
    expect(() => read({ ...deployment, [name]: value })).toThrow(words)
  })

  it('lets plain http serve this machine alone', () => {
    expect(read({ ...deployment, BASE_URL: 'http://localhost:3000', TRUST_PROXY: '' }).BASE_URL.protocol).toBe('http:')
  })
})
