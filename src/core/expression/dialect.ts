/**
 * Which function reference applies. Cloud sync is AD to Entra and Entra to AD; app provisioning is SaaS, HR inbound, API-driven and
 * cross-tenant (facts/expression-language.md, "Two dialects").
 */
export const dialects = ['app-provisioning', 'cloud-sync'] as const;

export type Dialect = (typeof dialects)[number];
