import { test } from "../support/test";
import { signIn } from "../support/people";
import { address, signedIn, type Role } from "../support/settings";

for (const role of ["admin", "support", "owner"] satisfies Role[]) {
  test(`${role} signs in once for all tests`, async ({ page, script }) => {
    await signIn(page, script, address(role));
    await page.context().storageState({ path: signedIn(role) });
  });
}
