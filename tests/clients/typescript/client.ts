// Keeps a customer and what is said with it. `node client.js HOST:PORT`; DOSSIER_CLIENT_TOKEN has the token, if there is one.

import { randomUUID } from "node:crypto";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { ConnectError, createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { ContactPointKind, CustomerKind, type CustomerSchema } from "./generated/dossier/customer/v1/customer_pb.js";
import { CustomerService } from "./generated/dossier/customer/v1/customer_service_pb.js";
import { Channel, Direction, InteractionService } from "./generated/dossier/interaction/v1/interaction_service_pb.js";
import { BadRequestSchema, ErrorInfoSchema } from "./generated/google/rpc/error_details_pb.js";

// How long a call may take, in milliseconds.
const PATIENCE = 30_000;

// A customer that is reached at this phone.
function customerOf(phone: string): MessageInitShape<typeof CustomerSchema> {
  return {
    kind: CustomerKind.ENTERPRISE,
    registeredName: "杭州云帆科技有限公司",
    contactPoints: [{ kind: ContactPointKind.PHONE, value: phone }],
  };
}

// Prints the reason, by which a program decides what to do, and for each field the rule that it breaks.
function printRefusal(error: unknown): void {
  if (!(error instanceof ConnectError)) throw error;
  for (const information of error.findDetails(ErrorInfoSchema)) {
    console.log("refused", information.reason);
  }
  for (const request of error.findDetails(BadRequestSchema)) {
    for (const violation of request.fieldViolations) {
      console.log(`  ${violation.field}: ${violation.localizedMessage?.message}`);
    }
  }
}

// Says who calls, and in which language errors are told.
const caller: Interceptor = (next) => (request) => {
  const token = process.env["DOSSIER_CLIENT_TOKEN"];
  if (token) request.header.set("authorization", `Bearer ${token}`);
  request.header.set("accept-language", "zh-CN");
  return next(request);
};

const transport = createGrpcTransport({
  baseUrl: `http://${process.argv[2]}`,
  defaultTimeoutMs: PATIENCE,
  interceptors: [caller],
});
const customers = createClient(CustomerService, transport);
const interactions = createClient(InteractionService, transport);

try {
  await customers.createCustomer({ customer: customerOf("12"), requestId: randomUUID() });
} catch (error) {
  printRefusal(error);
}

// The request id makes a call repeatable: with the same id it is carried out once, however often it is sent.
const created = await customers.createCustomer({ customer: customerOf("138 1234 5678"), requestId: randomUUID() });
console.log("created", created.customerNumber);

// The etag says which revision the change is meant for, the mask which fields it is about.
const change = {
  customer: { customerId: created.customerId, etag: created.etag, level: "A" },
  updateMask: { paths: ["level"] },
};
const updated = await customers.updateCustomer({ ...change, requestId: randomUUID() });
console.log("updated", updated.customerNumber, "to level", updated.level);

// What was read before is stale now.
try {
  await customers.updateCustomer({ ...change, requestId: randomUUID() });
} catch (error) {
  printRefusal(error);
}

for (const found of (await customers.searchCustomers({ query: "5678" })).customers) {
  console.log("found", found.customerNumber, found.registeredName);
}

const logged = await interactions.createInteraction({
  interaction: {
    customer: created.customerId,
    channel: Channel.PHONE,
    direction: Direction.OUTBOUND,
    keyPoints: "谈了报价",
    nextStep: "下周二发新报价",
  },
  requestId: randomUUID(),
});
console.log("logged", logged.interactionId);
