import { walkPages } from '../support/page-walk.ts'

// What a lead shares with coordinators is looked at as a coordinator in npm test; here with a lead's own buttons too.
walkPages('cheshire', ['lead'], { sharedToo: true })
