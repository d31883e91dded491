import { walkPages } from '../support/page-walk.ts'

walkPages('hampshire', ['coordinator'])
