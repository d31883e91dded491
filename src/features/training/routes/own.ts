import { NotFound } from '../../../core/errors.ts'
import { refusedForm } from '../../../core/form.ts'
import { get, post, type Page, type Submission } from '../../../core/http.ts'
import type { Course, ForceProfile } from '../../../forces/profile.ts'
import { askForStaffPlace, leaveSession } from '../commands/places.ts'
import { sessionCalendar } from '../documents.ts'
import * as forms from '../forms.ts'
import { findOwnCertificate, findOwnPlace, listOpenSessions, listOwnAttempts, listOwnCertificates, listOwnCourses } from '../queries/own.ts'
import { findSessionCourse } from '../queries/sessions.ts'
import { SOON_DAYS } from '../rules/certificates.ts'
import { neededOf } from '../rules/check.ts'
import { askRefusals, forWhomWords, ownNotices, placeRefusals, placeWords, standingWords } from '../rules/words.ts'

type Own = 'training.own'
const own = { can: 'training.own' } as const
const words = { standingWords, placeWords, forWhomWords, SOON_DAYS }

export const courseOf = (force: ForceProfile, id: string): Course => {
  const course = force.courses.find((each) => each.id === id)
  if (!course) throw new NotFound()
  return course
}

const showAll: Page<Own, unknown, forms.NoticeQuery> = async ({ actor, force, query }, res) => {
  const [courses, certificates] = await Promise.all([listOwnCourses(actor, force.courses), listOwnCertificates(actor)])
  res.render('training/all', { ...words, courses, certificates, notice: forms.noticeOf(ownNotices, query.notice) })
}

const showCourse: Page<Own, forms.CourseParams, forms.NoticeQuery> = async ({ actor, force, params, query, form }, res) => {
  const course = courseOf(force, params.courseId)
  const [[standing], sessions, attempts, certificates] = await Promise.all([
    listOwnCourses(actor, [course]),
    listOpenSessions(course.id),
    listOwnAttempts(actor, course.id),
    listOwnCertificates(actor, course.id),
  ])
  const notice = forms.noticeOf(ownNotices, query.notice)
  res.render('training/course', {
    ...words,
    own: standing,
    course,
    sessions,
    attempts,
    certificates,
    form,
    needs: neededOf(course.check),
    notice,
  })
}

const showSessionsAgain: Page<Own, forms.SessionParams> = async (visit, res) => {
  const courseId = await findSessionCourse(visit.params.workshopId)
  if (courseId === undefined) throw new NotFound()
  await showCourse({ ...visit, params: { courseId }, query: {} }, res)
}

const submitBook: Submission<Own, forms.SessionParams, unknown> = async (visit, res) => {
  const asked = await askForStaffPlace(visit.actor, visit.params.workshopId)
  if (!asked) throw new NotFound()
  if (asked.ok) {
    const courseId = await findSessionCourse(visit.params.workshopId)
    res.redirect(303, `/training/${courseId ?? ''}?notice=${asked.state}`)
    return
  }
  await showSessionsAgain({ ...visit, query: {}, form: refusedForm(visit.form, '', askRefusals[asked.reason]) }, res.status(422))
}

const showLeave: Page<Own, forms.OwnPlaceParams> = async ({ actor, params, form }, res) => {
  const place = await findOwnPlace(actor, params.staffPlaceId)
  if (!place || !['waiting', 'booked'].includes(place.state)) throw new NotFound()
  res.render('training/leave', { place, form })
}

const submitLeave: Submission<Own, forms.OwnPlaceParams, unknown> = async (visit, res) => {
  const place = await findOwnPlace(visit.actor, visit.params.staffPlaceId)
  const left = place && (await leaveSession(visit.actor, place.id))
  if (!place || !left) throw new NotFound()
  if (left.ok) res.redirect(303, `/training/${place.course}?notice=left`)
  else {
    const form = refusedForm(visit.form, '', placeRefusals[left.reason])
    await showCourse({ ...visit, params: { courseId: place.course }, query: {}, form }, res.status(422))
  }
}

const showCalendar: Page<Own, forms.OwnPlaceParams> = async ({ actor, force, params }, res) => {
  const place = await findOwnPlace(actor, params.staffPlaceId)
  if (!place || place.state === 'waiting') throw new NotFound()
  res.attachment('training.ics').type('text/calendar')
  res.send(sessionCalendar(place, { force, baseUrl: res.locals['baseUrl'] as string }))
}

const showCertificate: Page<Own, forms.CertificateParams> = async ({ actor, params }, res) => {
  const certificate = await findOwnCertificate(actor, params.certificateId)
  if (!certificate) throw new NotFound()
  res.render('training/certificate', { certificate, check: `${res.locals['baseUrl'] as string}/certificates` })
}

const ownPlace = { ...own, params: forms.ownPlaceParams } as const

export const ownTrainingRoutes = [
  get('/training', { ...own, query: forms.noticeQuery }, showAll),
  get('/training/certificates/:certificateId', { ...own, params: forms.certificateParams }, showCertificate),
  get('/training/places/:staffPlaceId/calendar.ics', ownPlace, showCalendar),
  get('/training/places/:staffPlaceId/leave', ownPlace, showLeave),
  post('/training/places/:staffPlaceId/leave', { ...ownPlace, form: forms.nothingForm, invalid: showLeave }, submitLeave),
  post(
    '/training/sessions/:workshopId/book',
    { ...own, params: forms.sessionParams, form: forms.nothingForm, invalid: showSessionsAgain },
    submitBook,
  ),
  get('/training/:courseId', { ...own, params: forms.courseParams, query: forms.noticeQuery }, showCourse),
]
