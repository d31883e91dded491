import type { Route } from '../../core/http.ts'

export const accountRoutes: Route[] = []
