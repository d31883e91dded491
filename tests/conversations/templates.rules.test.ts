import { describe, expect, it } from 'vitest'
import { faultIn, fillIn, fillingFor, madeUp, paragraphsOf, placeholders } from '../../src/features/conversations/rules/templates.ts'
import { profileOf } from '../../src/forces/find.ts'

const force = profileOf('cheshire')
const filling = fillingFor(madeUp, force)

describe('a template', () => {
  it('fills in everything that it may leave open', () => {
    const words = Object.keys(placeholders)
      .map((name) => `{${name}}`)
      .join(' ')
    expect(faultIn(words, 'body')).toBeUndefined()
    expect(fillIn(words, filling)).not.toMatch(/[{}]/)
    expect(fillIn('Hello {firstName},', filling)).toBe('Hello Alex,')
  })

  it.each([
    ['a place that does not exist', 'Hello {fristName}', /\{fristName\} is not something/],
    ['the name of something every object has', 'Hello {constructor}', /\{constructor\} is not something/],
    ['an empty place', 'Hello {}', /is not something/],
    ['a bracket that stands alone', 'Hello {firstName', /stands alone/],
    ['brackets within brackets', 'Hello {{firstName}}', /stands alone/],
  ])('says beside the field what is wrong with %s', (_what, words, fault) => {
    expect(faultIn(words, 'body')).toMatch(fault)
  })

  it('names nobody in a subject', () => {
    for (const name of ['firstName', 'name', 'reference']) expect(faultIn(`For {${name}}`, 'subject')).toMatch(/names nobody/)
    expect(faultIn('News from {force}', 'subject')).toBeUndefined()
  })

  it('fills in a name that looks like a place as it is', () => {
    const sly = fillingFor({ name: '{teamPhone} Smith', reference: 'PA-1' }, force)
    expect(fillIn('Hello {firstName},', sly)).toBe('Hello {teamPhone},')
    expect(fillIn('Hello {name}', fillingFor({ name: '$& $1', reference: '' }, force))).toBe('Hello $& $1')
  })

  it('parts paragraphs at blank lines', () => {
    expect(paragraphsOf('One.\nStill one.\n\n \nTwo.\n\n')).toEqual(['One.\nStill one.', 'Two.'])
  })
})
