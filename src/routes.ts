import type { Route } from './core/http.ts'
import { againRoutes } from './features/accounts/routes/again.ts'
import { emailKinds } from './emails.ts'
import { ownCodeRoutes } from './features/accounts/routes/own-codes.ts'
import { ownAccountRoutes } from './features/accounts/routes/own.ts'
import { recoverRoutes } from './features/accounts/routes/recover.ts'
import { registerRoutes } from './features/accounts/routes/register.ts'
import { secondFactorRoutes } from './features/accounts/routes/second-factor.ts'
import { sessionRoutes } from './features/accounts/routes/sessions.ts'
import { claimRoutes } from './features/accounts/routes/claim.ts'
import { claimLinkRoutes } from './features/candidates/routes/claim.ts'
import { signInRoutes } from './features/accounts/routes/sign-in.ts'
import { asTheySeeRoutes } from './features/candidates/routes/as-they-see.ts'
import { assignmentRoutes } from './features/candidates/routes/assignment.ts'
import { batchRoutes } from './features/candidates/routes/batches.ts'
import { candidateExportRoutes } from './features/candidates/routes/export.ts'
import { candidateListRoutes } from './features/candidates/routes/list.ts'
import { joinRoutes } from './features/accounts/routes/join.ts'
import { staffAccessRoutes } from './features/accounts/routes/staff-access.ts'
import { staffAccountRoutes } from './features/accounts/routes/staff-accounts.ts'
import { staffInvitationRoutes } from './features/accounts/routes/staff-invitations.ts'
import { tellingRoutes } from './features/candidates/routes/telling.ts'
import { duplicateRoutes } from './features/duplicates/routes.ts'
import { enrolRoutes } from './features/candidates/routes/enrol.ts'
import { savedFilterRoutes } from './features/candidates/routes/saved-filters.ts'
import { candidateRoutes } from './features/candidates/routes/staff.ts'
import { ownQuestionRoutes } from './features/candidates/routes/own-questions.ts'
import { ownRoutes } from './features/candidates/routes/own.ts'
import { hostCheckRoutes } from './features/checks/routes/host.ts'
import { ownCheckRoutes } from './features/checks/routes/own.ts'
import { signingRoutes } from './features/checks/routes/signing.ts'
import { staffCheckRoutes } from './features/checks/routes/staff.ts'
import { jobRoutes } from './features/jobs/routes/catalogue.ts'
import { claimRoutes as jobClaimRoutes } from './features/jobs/routes/claims.ts'
import { jobOutsideRoutes } from './features/jobs/routes/outside.ts'
import { ownJobRoutes } from './features/jobs/routes/own.ts'
import { jobQuestionRoutes } from './features/jobs/routes/questions.ts'
import { staffJobRoutes } from './features/jobs/routes/staff.ts'
import { ownBarrierRoutes } from './features/barriers/routes/own.ts'
import { toldRoutes } from './features/barriers/routes/public.ts'
import { staffBarrierRoutes } from './features/barriers/routes/staff.ts'
import { systemicRoutes } from './features/barriers/routes/systemic.ts'
import { contactRoutes } from './features/contact/routes.ts'
import { outsideRoutes } from './features/concerns/routes/outside.ts'
import { raisingRoutes } from './features/concerns/routes/raising.ts'
import { concernRoutes } from './features/concerns/routes/staff.ts'
import { ownExclusionRoutes } from './features/exclusions/routes/own.ts'
import { exclusionsOfPeopleRoutes } from './features/exclusions/routes/people.ts'
import { staffExclusionRoutes } from './features/exclusions/routes/staff.ts'
import { feedbackRoutes } from './features/feedback/routes.ts'
import { holdRoutes } from './features/conversations/routes/holds.ts'
import { ownThreadRoutes } from './features/conversations/routes/own.ts'
import { staffThreadRoutes } from './features/conversations/routes/staff.ts'
import { templateRoutes } from './features/conversations/routes/templates.ts'
import { matchingChangeRoutes } from './features/matching/routes/changes.ts'
import { matchingCriteriaRoutes } from './features/matching/routes/criteria.ts'
import { matchingRoutes } from './features/matching/routes/runs.ts'
import { preferenceRoutes } from './features/mailings/routes/preferences.ts'
import { workshopLetterRoutes } from './features/mailings/routes/workshop.ts'
import { mailingRoutes } from './features/mailings/routes/staff.ts'
import { bounceRoutes } from './features/messages/routes/bounces.ts'
import { noteRoutes } from './features/notes/routes.ts'
import { pairingSideRoutes } from './features/pairings/routes/sides.ts'
import { pairingRoutes } from './features/pairings/routes/staff.ts'
import { catalogueRoutes } from './features/hosting/routes/catalogue.ts'
import { ownHostingRoutes } from './features/hosting/routes/own.ts'
import { hostStaffRoutes } from './features/hosting/routes/staff.ts'
import { hostPlacementRoutes } from './features/placements/routes/host.ts'
import { ownPlacementRoutes } from './features/placements/routes/own.ts'
import { staffPlacementRoutes } from './features/placements/routes/staff.ts'
import { overviewRoutes } from './features/overview/routes.ts'
import { pathRoutes } from './features/path/routes.ts'
import { ownNetworkRoutes } from './features/networks/routes/own.ts'
import { networkRoutes } from './features/networks/routes/public.ts'
import { staffNetworkRoutes } from './features/networks/routes/staff.ts'
import { foundRoutes } from './features/pages/routes/found.ts'
import { pageRoutes } from './features/pages/routes.ts'
import { correctionRoutes } from './features/programmes/routes/corrections.ts'
import { materialRoutes } from './features/programmes/routes/materials.ts'
import { attendanceRoutes } from './features/programmes/routes/attendance.ts'
import { cohortProgressRoutes } from './features/programmes/routes/cohort-progress.ts'
import { programmeRoutes } from './features/programmes/routes/programmes.ts'
import { cohortRoutes } from './features/programmes/routes/cohorts.ts'
import { certificateRoutes } from './features/programmes/routes/certificates.ts'
import { copyingRoutes } from './features/programmes/routes/copying.ts'
import { joiningRoutes } from './features/programmes/routes/joining.ts'
import { ownCohortRoutes } from './features/programmes/routes/own-cohorts.ts'
import { calendarRoutes } from './features/programmes/routes/calendar.ts'
import { listingRoutes } from './features/programmes/routes/listing.ts'
import { drawRoutes } from './features/programmes/routes/draw.ts'
import { lineRoutes } from './features/programmes/routes/line.ts'
import { publicWorkshopRoutes } from './features/programmes/routes/public.ts'
import { placeRoutes } from './features/programmes/routes/places.ts'
import { venueRoutes } from './features/programmes/routes/venues.ts'
import { workshopRoutes } from './features/programmes/routes/workshops.ts'
import { shareRoutes } from './features/programmes/routes/share.ts'
import { waitingRoutes } from './features/programmes/routes/waiting.ts'
import { privacyRoutes } from './features/privacy/routes.ts'
import { bookingRoutes } from './features/programmes/routes/booking.ts'
import { rationaleRoutes } from './features/rationales/routes.ts'
import { recruitingRoutes } from './features/recruiting/routes.ts'
import { roleModelRoutes } from './features/pairings/routes/role-models.ts'
import { ownRequestRoutes } from './features/requests/routes/own.ts'
import { requestRoutes } from './features/requests/routes/staff.ts'
import { coachRoutes } from './features/oneToOnes/routes/coach.ts'
import { ownOneToOneRoutes } from './features/oneToOnes/routes/own.ts'
import { slotRoutes } from './features/oneToOnes/routes/supporter.ts'
import { staffOneToOneRoutes } from './features/oneToOnes/routes/staff.ts'
import { settingsRoutes } from './features/settings/routes.ts'
import { supportingRoutes } from './features/supporting/routes.ts'
import { ownFirstYearRoutes } from './features/firstYear/routes/own.ts'
import { staffFirstYearRoutes } from './features/firstYear/routes/staff.ts'
import { supporterFirstYearRoutes } from './features/firstYear/routes/supporter.ts'
import { wishRoutes } from './features/wishes/routes.ts'
import { ownOfferRoutes } from './features/inWork/routes/offers.ts'
import { ownWorkRoutes } from './features/inWork/routes/own.ts'
import { ownProgressRoutes } from './features/inWork/routes/progress.ts'
import { staffWorkRoutes } from './features/inWork/routes/staff.ts'
import { supporterProfileRoutes } from './features/supporting/routes/profile.ts'
import { planRoutes } from './features/mentoring/routes/plan.ts'
import { pairRoutes } from './features/together/routes/pair.ts'
import { fitnessRoutes } from './features/preparing/routes/fitness.ts'
import { guideRoutes } from './features/preparing/routes/guides.ts'
import { ownPlanRoutes } from './features/preparing/routes/plan.ts'
import { prepareRoutes } from './features/preparing/routes/public.ts'
import { reapplyRoutes } from './features/preparing/routes/reapply.ts'
import { sharingRoutes } from './features/preparing/routes/sharing.ts'
import { outsideAdjustmentRoutes } from './features/passport/routes/outside.ts'
import { ownPassportRoutes } from './features/passport/routes/own.ts'
import { provideRoutes } from './features/passport/routes/provide.ts'
import { ownUseRoutes } from './features/passport/routes/uses.ts'
import { quietRoutes } from './features/together/routes/quiet.ts'
import { supporterStaffRoutes } from './features/supporting/routes/staff.ts'
import { volunteerRoutes } from './features/supporting/routes/volunteers.ts'
import { taskRoutes } from './features/tasks/routes.ts'
import { hostVisitRoutes } from './features/visits/routes/host.ts'
import { ownVisitRoutes } from './features/visits/routes/own.ts'
import { visitSideRoutes } from './features/visits/routes/sides.ts'
import { staffVisitRoutes } from './features/visits/routes/staff.ts'
import { importRoutes } from './features/stages/routes/imports.ts'
import { mappingRoutes } from './features/stages/routes/mapping.ts'
import { ownStageRoutes } from './features/stages/routes/own.ts'
import { staffStageRoutes } from './features/stages/routes/staff.ts'
import { checkRoutes as trainingCheckRoutes } from './features/training/routes/check.ts'
import { ownTrainingRoutes } from './features/training/routes/own.ts'
import { registerRoutes as trainingRegisterRoutes } from './features/training/routes/register.ts'
import { sessionRoutes as trainingSessionRoutes } from './features/training/routes/sessions.ts'

/** Every address of the portal, feature by feature. A test walks them all as every role. */
export const allRoutes: Route[] = [
  ...pageRoutes,
  ...foundRoutes,
  ...catalogueRoutes,
  ...hostStaffRoutes,
  ...ownHostingRoutes,
  ...jobOutsideRoutes, // before a job's address, which could be any word
  ...jobRoutes,
  ...ownJobRoutes,
  ...jobClaimRoutes,
  ...jobQuestionRoutes,
  ...staffJobRoutes,
  ...contactRoutes,
  ...registerRoutes,
  ...claimRoutes,
  ...signInRoutes,
  ...secondFactorRoutes,
  ...againRoutes,
  ...ownAccountRoutes,
  ...ownCodeRoutes,
  ...sessionRoutes,
  ...recoverRoutes,
  ...joinRoutes,
  ...staffAccessRoutes,
  ...staffInvitationRoutes,
  ...staffAccountRoutes,
  ...ownQuestionRoutes,
  ...ownRoutes,
  ...listingRoutes,
  ...shareRoutes,
  ...calendarRoutes,
  ...publicWorkshopRoutes,
  ...placeRoutes,
  ...venueRoutes,
  ...workshopRoutes,
  ...lineRoutes,
  ...drawRoutes,
  ...attendanceRoutes,
  ...correctionRoutes,
  ...materialRoutes,
  ...programmeRoutes,
  ...cohortProgressRoutes,
  ...feedbackRoutes,
  ...copyingRoutes,
  ...cohortRoutes,
  ...ownCohortRoutes,
  ...joiningRoutes,
  ...certificateRoutes,
  ...waitingRoutes,
  ...rationaleRoutes,
  ...matchingCriteriaRoutes, // before a run's address, which could be any word
  ...matchingChangeRoutes,
  ...matchingRoutes,
  ...bookingRoutes,
  ...supportingRoutes,
  ...supporterProfileRoutes,
  ...raisingRoutes,
  ...concernRoutes,
  ...outsideRoutes,
  ...ownExclusionRoutes,
  ...staffExclusionRoutes,
  ...exclusionsOfPeopleRoutes,
  ...roleModelRoutes,
  ...volunteerRoutes, // before a supporter's address, which could be any word
  ...supporterStaffRoutes,
  ...ownTrainingRoutes,
  ...trainingCheckRoutes,
  ...trainingSessionRoutes,
  ...trainingRegisterRoutes,
  ...pairingRoutes,
  ...pairingSideRoutes,
  ...ownPlacementRoutes,
  ...hostPlacementRoutes,
  ...staffPlacementRoutes,
  ...overviewRoutes,
  ...candidateListRoutes,
  ...enrolRoutes,
  ...duplicateRoutes,
  ...claimLinkRoutes,
  ...tellingRoutes(emailKinds),
  ...savedFilterRoutes,
  ...candidateExportRoutes,
  ...batchRoutes,
  ...candidateRoutes,
  ...requestRoutes,
  ...ownRequestRoutes,
  ...wishRoutes,
  ...ownFirstYearRoutes,
  ...supporterFirstYearRoutes,
  ...staffFirstYearRoutes,
  ...ownWorkRoutes,
  ...ownOfferRoutes,
  ...ownProgressRoutes,
  ...staffWorkRoutes,
  ...assignmentRoutes,
  ...asTheySeeRoutes,
  ...noteRoutes,
  ...taskRoutes,
  ...preferenceRoutes,
  ...mailingRoutes,
  ...workshopLetterRoutes,
  ...bounceRoutes, // before a conversation's address, which could be any word
  ...ownThreadRoutes,
  ...staffThreadRoutes,
  ...templateRoutes,
  ...holdRoutes,
  ...ownStageRoutes,
  ...staffStageRoutes,
  ...importRoutes,
  ...mappingRoutes,
  ...pairRoutes,
  ...planRoutes,
  ...ownCheckRoutes,
  ...signingRoutes,
  ...hostCheckRoutes,
  ...staffCheckRoutes,
  ...quietRoutes,
  ...ownVisitRoutes,
  ...hostVisitRoutes,
  ...visitSideRoutes,
  ...staffVisitRoutes,
  ...prepareRoutes,
  ...guideRoutes,
  ...ownPlanRoutes,
  ...fitnessRoutes,
  ...reapplyRoutes,
  ...sharingRoutes,
  ...ownPassportRoutes,
  ...ownUseRoutes,
  ...provideRoutes,
  ...outsideAdjustmentRoutes,
  ...slotRoutes, // before a booking's address, which could be any word
  ...coachRoutes,
  ...ownOneToOneRoutes,
  ...staffOneToOneRoutes,
  ...networkRoutes,
  ...pathRoutes,
  ...ownNetworkRoutes,
  ...staffNetworkRoutes,
  ...toldRoutes,
  ...ownBarrierRoutes,
  ...staffBarrierRoutes,
  ...systemicRoutes,
  ...settingsRoutes,
  ...privacyRoutes,
  ...recruitingRoutes,
]
