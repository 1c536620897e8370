import type { Role } from "./settings";

/** A page as somebody sees it. */
export type Place = { name: string; path: string; who?: Role; status?: number };

/** Every page that has a fixed address. */
export const PLACES: Place[] = [
  { name: "sign-in", path: "/login" },
  { name: "forgotten", path: "/login/forgot" },
  { name: "overview", path: "/app", who: "admin" },
  { name: "numbers-by-bakery", path: "/app/admin/whatsapp", who: "admin" },
  { name: "numbers-assign-all", path: "/app/admin/whatsapp/assign-all", who: "admin" },
  { name: "numbers", path: "/app/admin/whatsapp/numbers", who: "admin" },
  { name: "messages", path: "/app/admin/whatsapp/messages", who: "admin" },
  { name: "conversations", path: "/app/admin/whatsapp/conversations", who: "admin" },
  { name: "templates", path: "/app/admin/whatsapp/templates", who: "admin" },
  { name: "template-new", path: "/app/admin/whatsapp/templates/new", who: "admin" },
  { name: "billing", path: "/app/admin/whatsapp/billing", who: "admin" },
  { name: "billing-lines", path: "/app/admin/whatsapp/billing/lines", who: "admin" },
  { name: "billing-cards", path: "/app/admin/whatsapp/billing/cards", who: "admin" },
  { name: "billing-card", path: "/app/admin/whatsapp/billing/cards/eur-2026-10-01", who: "admin" },
  { name: "billing-budgets", path: "/app/admin/whatsapp/billing/budgets", who: "admin" },
  { name: "billing-reconcile", path: "/app/admin/whatsapp/billing/reconcile", who: "admin" },
  { name: "owner-billing", path: "/app/settings/whatsapp/billing", who: "owner" },
  { name: "owner-receipt", path: "/app/settings/whatsapp/billing/receipt", who: "owner" },
  { name: "accounts", path: "/app/admin/whatsapp/wabas", who: "admin" },
  { name: "contacts", path: "/app/admin/whatsapp/contacts", who: "admin" },
  { name: "owner-contacts", path: "/app/settings/whatsapp/contacts", who: "owner" },
  { name: "support-contacts", path: "/app/support/contacts", who: "support" },
  { name: "reveals", path: "/app/support/reveals", who: "support" },
  { name: "webhooks", path: "/app/admin/whatsapp/webhooks", who: "admin" },
  { name: "bakeries", path: "/app/admin/tenants", who: "admin" },
  { name: "bakery-new", path: "/app/admin/tenants/new", who: "admin" },
  { name: "bakeries-import", path: "/app/admin/tenants/import", who: "admin" },
  { name: "team", path: "/app/admin/team", who: "admin" },
  { name: "keys", path: "/app/admin/team/keys", who: "admin" },
  { name: "audit", path: "/app/admin/audit", who: "admin" },
  { name: "api", path: "/app/api", who: "admin" },
  { name: "search", path: "/app/search?q=goiko", who: "admin" },
  { name: "account", path: "/app/account", who: "admin" },
  { name: "second-factor", path: "/app/account/second-factor", who: "admin" },
  { name: "support", path: "/app", who: "support" },
  { name: "support-messages", path: "/app/support/messages", who: "support" },
  { name: "owner", path: "/app/settings/whatsapp", who: "owner" },
  { name: "owner-messages", path: "/app/settings/whatsapp/messages", who: "owner" },
  { name: "support-conversations", path: "/app/support/conversations", who: "support" },
  { name: "owner-conversations", path: "/app/settings/whatsapp/conversations", who: "owner" },
  { name: "owner-texts", path: "/app/settings/whatsapp/texts", who: "owner" },
  { name: "owner-poster", path: "/app/settings/whatsapp/poster", who: "owner" },
  { name: "owner-account", path: "/app/account", who: "owner" },
  { name: "not-found", path: "/app/there-is-no-such-page", who: "admin", status: 404 },
];

/** Pages of a record: the first one of a list. */
export const RECORDS: Place[] = [
  { name: "bakery", path: "/app/admin/tenants", who: "admin" },
  { name: "number", path: "/app/admin/whatsapp/numbers", who: "admin" },
  { name: "template", path: "/app/admin/whatsapp/templates", who: "admin" },
  { name: "account-detail", path: "/app/admin/whatsapp/wabas", who: "admin" },
  { name: "person", path: "/app/admin/team", who: "admin" },
  { name: "conversation", path: "/app/admin/whatsapp/conversations", who: "admin" },
  { name: "customer", path: "/app/admin/whatsapp/contacts", who: "admin" },
];
