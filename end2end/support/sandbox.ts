import type { APIRequestContext } from "@playwright/test";
import { SANDBOX_URL } from "./settings";
import { digits, unique } from "./test";

export type Number = { id: string; display: string; name: string };
export type Account = { id: string; name: string; token: string; numbers: Number[] };

/** The emulated Meta, from the operator's side. */
export class Sandbox {
  constructor(private readonly request: APIRequestContext) {}

  private async send(method: string, path: string, data?: unknown): Promise<void> {
    const answer = await this.request.fetch(`${SANDBOX_URL}/_sandbox${path}`, { method, data });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  }

  /** An account of its own, with a token and numbers of these names. */
  async account(...names: string[]): Promise<Account> {
    const word = unique();
    const account: Account = { id: `98${digits(13)}`, name: `Account ${word}`, token: `EAA${word}`, numbers: [] };
    await this.send("POST", "/wabas", {
      id: account.id,
      name: account.name,
      portfolio: { id: `44${digits(13)}`, name: `Portfolio ${word}`, verification: "verified", messaging_limit: "TIER_2K" },
      currency: "EUR",
      timezone_id: "55",
      country: "ES",
      account_review_status: "APPROVED",
      status: "ACTIVE",
      payment_method: true,
    });
    await this.token(account.token, account.id);
    for (const name of names) account.numbers.push(await this.number(account.id, name));
    return account;
  }

  /** A token for an account. */
  async token(token: string, account: string, changes: Record<string, unknown> = {}): Promise<void> {
    await this.send("POST", "/tokens", {
      token,
      kind: "SYSTEM_USER",
      user_id: `1221${digits(11)}`,
      scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
      wabas: [account],
      issued_at: Math.floor(Date.now() / 1000) - 3600,
      expires_at: 0,
      ...changes,
    });
  }

  /** A number in an account. */
  async number(account: string, name: string): Promise<Number> {
    const end = digits(8);
    const number = { id: `12${digits(13)}`, display: `+34 6${end.slice(0, 2)} ${end.slice(2, 5)} ${end.slice(5, 8)}`, name };
    await this.send("POST", `/wabas/${account}/numbers`, {
      id: number.id,
      display_phone_number: number.display,
      verified_name: name,
      last_onboarded_time: "2026-04-02T07:30:00+0000",
    });
    return number;
  }
}
