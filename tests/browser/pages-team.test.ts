import { walkPages } from '../support/page-walk.ts'

// By far the most pages, so this half of the walk has a file of its own.
walkPages('cheshire', ['coordinator'])
