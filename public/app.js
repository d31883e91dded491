// The only script of the site. Every page works without it.
import { Button, Checkboxes, ErrorSummary, PasswordInput, SkipLink, createAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of [Button, Checkboxes, ErrorSummary, PasswordInput, SkipLink]) createAll(component)
