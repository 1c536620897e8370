import { createHmac } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { SANDBOX_URL } from "./settings";
import { digits, unique } from "./test";

export type Number = { id: string; display: string; name: string };
export type Customer = { phone: string; shown: string; name: string };
export type Account = { id: string; name: string; token: string; numbers: Number[] };

/** Meta's id of the number of the bakery that the demo's owner has. */
const OWNED_NUMBER = "123456789012345";

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

  /** Who reviews templates: `rules`, `approve` or `by_hand`. */
  async reviewedBy(review: "rules" | "approve" | "by_hand"): Promise<void> {
    await this.send("PATCH", "/behaviour", { review });
  }

  /** Meta decides about a template. */
  async decide(template: string, event: string, reason?: string): Promise<void> {
    await this.send("POST", `/templates/${template}/status`, { event, reason });
  }

  /** Meta moves a template to another category, or announces that it will. */
  async move(template: string, category: string, notice: boolean): Promise<void> {
    await this.send("POST", `/templates/${template}/category`, { category, notice });
  }

  /** A customer who has never written before. */
  customer(): Customer {
    const end = digits(8);
    return { phone: `346${end}`, shown: `+34 6${end.slice(0, 2)} ${end.slice(2, 5)} ${end.slice(5, 8)}`, name: `Amaia ${unique()}` };
  }

  /** They write to the number of the demo's owner. */
  async write(customer: Customer, text: string): Promise<void> {
    await this.send("POST", "/customers/write", { number: OWNED_NUMBER, from: customer.phone, name: customer.name, text });
  }

  /** The next message from the owner's number gets no answer from Meta. */
  async silence(): Promise<void> {
    await this.send("POST", "/faults", { method: "POST", path_prefix: `/${OWNED_NUMBER}/messages`, times: 1, effect: "disconnect" });
  }
}

/** Posts bytes to the console as Meta would, signed with the demo's app secret. */
export const deliver = async (request: APIRequestContext, body: string, secret = "demo-app-secret"): Promise<number> => {
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const answer = await request.post("/api/v1/whatsapp/webhook", {
    data: Buffer.from(body),
    headers: { "x-hub-signature-256": `sha256=${signature}`, "content-type": "application/json" },
  });
  return answer.status();
};
