/** What a supporter may agree to beside having an account. Neither is needed to be one. */
export const supporterConsents = ['experiences', 'directory'] as const
export type SupporterConsentPurpose = (typeof supporterConsents)[number]

/**
 * Words and version are kept with each yes. Whoever changes a word raises the version: those who agreed to the words before
 * go on with what they agreed to, and the page says that the words have changed.
 */
export const consentWords: Record<SupporterConsentPurpose, { version: string; title: string; text: string }> = {
  experiences: {
    version: '1',
    title: 'Keep what I have lived through',
    text:
      'I choose to say what I have lived through, and I agree that the portal keeps what I tick. It can say something about my health, ' +
      'my background, my beliefs or my private life. The positive action team sees it. Who else sees each part, and whether matching ' +
      'may use it, is what I choose beside it. I can take any of it back at any time, and supporting costs me nothing without it.',
  },
  directory: {
    version: '1',
    title: 'Show me in the directory of role models',
    text:
      'I agree that people who are signed in as candidates can read about me in the directory of role models: my first name, my role, ' +
      'what I wrote about myself, how I came to the job, and those experiences that I let the directory show. My surname, my e-mail ' +
      'address and where I work are not shown. They can ask me for one conversation, and I can say no. I can leave the directory at any time.',
  },
}
