import { walkPages } from '../support/page-walk.ts'

// The colours of both forces are held to their contrast by tests/look; the walk through the other one is in tests/full.
walkPages('cheshire', ['visitor', 'candidate', 'supporter', 'lead', 'recruiter', 'administrator'])
