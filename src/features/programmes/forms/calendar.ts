import { z } from 'zod'

const notices = {
  made: 'Your calendar address is ready.',
  renewed: 'You have a new address. The old one shows nothing any more.',
  ended: 'The address has ended. A calendar that still asks for it gets nothing.',
} as const
export const calendarNotice = (code: string | undefined): string | undefined =>
  code !== undefined && Object.hasOwn(notices, code) ? notices[code as keyof typeof notices] : undefined

export const calendarQuery = z.object({ notice: z.string().max(20).optional().catch(undefined) })
export type CalendarQuery = z.infer<typeof calendarQuery>
export const feedParams = z.object({ link: z.string().max(200) })
export type FeedParams = z.infer<typeof feedParams>
export const calendarForm = z.object({ act: z.enum(['make', 'renew', 'end'], 'Choose one of the buttons on this page') })
export type CalendarInput = z.infer<typeof calendarForm>
