import type { Route } from './core/http.ts'
import { accountRoutes } from './features/accounts/routes.ts'
import { programmeRoutes } from './features/programmes/routes.ts'
import { recruitingRoutes } from './features/recruiting/routes.ts'

/** Every address of the portal, feature by feature. A test walks them all as every role. */
export const allRoutes: Route[] = [...accountRoutes, ...programmeRoutes, ...recruitingRoutes]
