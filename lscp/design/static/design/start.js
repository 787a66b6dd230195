// Tells the style sheet that scripts run, then starts the GOV.UK components. A file of its own, because the
// site's security policy allows no script inside a page.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
