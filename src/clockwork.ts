import path from 'node:path'
import { pool } from './core/db.ts'
import type { Env } from './core/env.ts'
import { asTask, startJobs, type Jobs } from './core/jobs.ts'
import { signLinksWith } from './core/links.ts'
import type { Log } from './core/log.ts'
import { sendBySmtp, sendToFolder, type Send } from './core/mail.ts'
import { emailKinds } from './emails.ts'
import { accountJobs, confirmationNoticesJob } from './features/accounts/jobs.ts'
import { forgetDraftsJob, runBatchJob } from './features/candidates/jobs.ts'
import { forgetChecksJob, sweepChecksJob } from './features/checks/jobs.ts'
import { deleteOldConcernsJob } from './features/concerns/jobs.ts'
import { deleteOldMessagesJob } from './features/contact/jobs.ts'
import { deleteOldThreadsJob, tellTeamJob } from './features/conversations/jobs.ts'
import { askForFeedbackJob } from './features/feedback/jobs.ts'
import { firstYearsJob } from './features/firstYear/jobs.ts'
import { expireSupportOffersJob } from './features/inWork/jobs.ts'
import { askForOpennessJob } from './features/hosting/jobs.ts'
import { sweepClaimsJob } from './features/jobs/jobs.ts'
import { sendMailingJob } from './features/mailings/jobs.ts'
import { sweepDuplicatesJob } from './features/duplicates/jobs.ts'
import type { Post } from './features/messages/commands.ts'
import { publishMatchJob, runMatchJob } from './features/matching/jobs.ts'
import { deliverJob } from './features/messages/jobs.ts'
import { checkExclusionsJob, sweepProposalsJob } from './features/pairings/jobs.ts'
import { sweepPlacementsJob } from './features/placements/jobs.ts'
import { checkOneToOnesJob, remindOneToOnesJob } from './features/oneToOnes/jobs.ts'
import { watchBarriersJob } from './features/barriers/jobs.ts'
import { forgetLettersJob } from './features/privacy/jobs.ts'
import { askAfterwardsJob, expireOffersJob, remindPlacesJob, sweepLinesJob } from './features/programmes/jobs.ts'
import { remindTeamJob } from './features/requests/jobs.ts'
import { findForce } from './features/settings/queries.ts'
import { watchRationalesJob } from './features/rationales/jobs.ts'
import { passportJob } from './features/passport/jobs.ts'
import { preparingJob } from './features/preparing/jobs.ts'
import { forgetMembershipsJob } from './features/networks/jobs.ts'
import { askForReviewsJob } from './features/mentoring/jobs.ts'
import { deleteOldPairMessagesJob, sweepSilencesJob } from './features/together/jobs.ts'
import { forgetVolunteersJob, remindOfTrainingsJob } from './features/supporting/jobs.ts'
import { remindOfTasksJob } from './features/tasks/jobs.ts'
import { forgetFilesJob, runImportJob, tellFollowUpsJob } from './features/stages/jobs.ts'
import { remindOfCertificatesJob, remindOfSessionsJob } from './features/training/jobs.ts'
import { tellOfVisitsJob } from './features/visits/jobs.ts'
import { profileOf } from './forces/find.ts'
import type { ForceProfile } from './forces/profile.ts'

/** Where the demonstration keeps the letters that it does not send. */
export const mailFolder = (env: Pick<Env, 'dataFolder'>): string => path.join(env.dataFolder, 'mail')

function sender(env: Env): Send {
  const from = { from: env.MAIL_FROM, host: env.BASE_URL.hostname }
  return env.given ? sendBySmtp(env.given.smtp, from) : sendToFolder(mailFolder(env), from)
}

export const postOf = (env: Pick<Env, 'BASE_URL' | 'FORCE'>, send: Send): Post => ({
  kinds: emailKinds,
  send,
  baseUrl: env.BASE_URL.origin,
  force: profileOf(env.FORCE),
})

type FindForce = () => Promise<ForceProfile>

/** Supporters, and whoever they are beside: pairs, one-to-ones, first years. */
const pairTasks = (force: FindForce) => [
  asTask(firstYearsJob(force)),
  asTask(expireSupportOffersJob),
  asTask(runMatchJob(force)),
  asTask(publishMatchJob),
  asTask(sweepProposalsJob),
  asTask(checkExclusionsJob),
  asTask(sweepSilencesJob),
  asTask(askForReviewsJob),
  asTask(deleteOldPairMessagesJob(force)),
  asTask(remindOfTrainingsJob),
  asTask(remindOfSessionsJob),
  asTask(remindOfCertificatesJob),
  asTask(forgetVolunteersJob(force)),
  asTask(deleteOldConcernsJob),
  asTask(remindOneToOnesJob),
  asTask(checkOneToOnesJob),
]

/** Visits to departments, and what candidates prepare by themselves. */
const visitTasks = (force: FindForce) => [
  asTask(askForOpennessJob),
  asTask(sweepPlacementsJob),
  asTask(sweepChecksJob),
  asTask(forgetChecksJob(force)),
  asTask(tellOfVisitsJob),
  asTask(preparingJob(force)),
]

/** What goes on beside support and selection, and into the job. */
const workTasks = (force: FindForce) => [
  asTask(passportJob(force)),
  asTask(forgetMembershipsJob),
  asTask(sweepClaimsJob),
  asTask(watchBarriersJob),
]

/** Every job of the portal: those asked for, and those that come round. Each begins with the settings in force then. */
export const tasksOf = (post: Post) => {
  const force = () => findForce(post.force)
  return [
    asTask(deliverJob(async () => ({ ...post, force: await force() }))),
    asTask(expireOffersJob),
    asTask(sweepLinesJob),
    asTask(sweepDuplicatesJob),
    asTask(remindPlacesJob),
    asTask(askAfterwardsJob),
    asTask(askForFeedbackJob),
    asTask(remindTeamJob),
    asTask(remindOfTasksJob),
    asTask(watchRationalesJob),
    asTask(forgetLettersJob),
    asTask(runBatchJob),
    asTask(forgetDraftsJob),
    asTask(runImportJob),
    asTask(forgetFilesJob),
    asTask(tellFollowUpsJob),
    asTask(deleteOldMessagesJob(force)),
    asTask(tellTeamJob),
    asTask(sendMailingJob),
    asTask(deleteOldThreadsJob(force)),
    asTask(confirmationNoticesJob(force)),
    ...pairTasks(force),
    ...visitTasks(force),
    ...workTasks(force),
    ...accountJobs.map(asTask),
  ]
}

/** Starts the clockwork: everything that happens later than the request that asked for it. */
export function startClockwork(env: Env, log: Log): Promise<Jobs> {
  signLinksWith(env.SESSION_SECRET)
  return startJobs({ pool, log, tasks: tasksOf(postOf(env, sender(env))) })
}
