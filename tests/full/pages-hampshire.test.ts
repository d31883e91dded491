import { walkPages } from '../support/page-walk.ts'

walkPages('hampshire', ['visitor', 'candidate', 'supporter', 'lead', 'recruiter', 'administrator'])
