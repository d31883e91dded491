// The only script of the site, with the two beside it. Every page works without them.
import { Button, Checkboxes, ErrorSummary, PasswordInput, SkipLink, createAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of [Button, Checkboxes, ErrorSummary, PasswordInput, SkipLink]) createAll(component)

const warning = document.getElementById('session-warning')
if (warning) void import('./timeout.js').then(({ watchSession }) => watchSession(warning))

const count = document.getElementById('register-count')
if (count) void import('./register.js').then(({ countMarks }) => countMarks(count))
