import { accountEmails } from './features/accounts/emails.ts'
import { ownAccountEmails } from './features/accounts/emails/own.ts'
import { staffEmails } from './features/accounts/emails/staff.ts'
import { barrierEmails } from './features/barriers/emails.ts'
import { concernEmails } from './features/concerns/emails.ts'
import { checksEmails } from './features/checks/emails.ts'
import { contactEmails } from './features/contact/emails.ts'
import { conversationEmails } from './features/conversations/emails.ts'
import { firstYearEmails } from './features/firstYear/emails.ts'
import { feedbackEmails } from './features/feedback/emails.ts'
import { hostingEmails } from './features/hosting/emails.ts'
import { inWorkEmails } from './features/inWork/emails.ts'
import { networkEmails } from './features/networks/emails.ts'
import { jobEmails } from './features/jobs/emails.ts'
import { mailingEmails } from './features/mailings/emails.ts'
import type { EmailKind } from './features/messages/rules.ts'
import { correctionEmails } from './features/programmes/emails/corrections.ts'
import { cohortEmails } from './features/programmes/emails/cohorts.ts'
import { taskEmails } from './features/tasks/emails.ts'
import { oneToOneEmails } from './features/oneToOnes/emails.ts'
import { privacyEmails } from './features/privacy/emails.ts'
import { pairingEmails } from './features/pairings/emails.ts'
import { placementEmails } from './features/placements/emails.ts'
import { rationaleEmails } from './features/rationales/emails.ts'
import { requestEmails } from './features/requests/emails.ts'
import { duplicateEmails } from './features/duplicates/emails.ts'
import { programmeEmails } from './features/programmes/emails.ts'
import { supportingEmails } from './features/supporting/emails.ts'
import { passportEmails } from './features/passport/emails.ts'
import { preparingEmails } from './features/preparing/emails.ts'
import { mentoringEmails } from './features/mentoring/emails.ts'
import { togetherEmails } from './features/together/emails.ts'
import { trainingEmails } from './features/training/emails.ts'
import { visitEmails } from './features/visits/emails.ts'
import { stageEmails } from './features/stages/emails.ts'

/** Every kind of e-mail the portal writes, feature by feature. */
export const emailKinds: Record<string, EmailKind> = {
  ...accountEmails,
  ...ownAccountEmails,
  ...requestEmails,
  ...staffEmails,
  ...contactEmails,
  ...concernEmails,
  ...duplicateEmails,
  ...conversationEmails,
  ...mailingEmails,
  ...privacyEmails,
  ...taskEmails,
  ...programmeEmails,
  ...cohortEmails,
  ...correctionEmails,
  ...rationaleEmails,
  ...pairingEmails,
  ...placementEmails,
  ...supportingEmails,
  ...hostingEmails,
  ...feedbackEmails,
  ...firstYearEmails,
  ...inWorkEmails,
  ...stageEmails,
  ...togetherEmails,
  ...mentoringEmails,
  ...visitEmails,
  ...trainingEmails,
  ...checksEmails,
  ...preparingEmails,
  ...passportEmails,
  ...oneToOneEmails,
  ...networkEmails,
  ...jobEmails,
  ...barrierEmails,
}
