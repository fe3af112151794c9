"""Keeps a customer and what is said with it. `python3 client.py HOST:PORT`; DOSSIER_CLIENT_TOKEN has the token, if there is one."""

import os
import sys
import uuid

import grpc
from dossier.customer.v1.customer_pb2 import (
    CONTACT_POINT_KIND_PHONE,
    CUSTOMER_KIND_ENTERPRISE,
    ContactPoint,
    Customer,
)
from dossier.customer.v1.customer_service_pb2 import (
    CreateCustomerRequest,
    SearchCustomersRequest,
    UpdateCustomerRequest,
)
from dossier.customer.v1.customer_service_pb2_grpc import CustomerServiceStub
from dossier.interaction.v1.interaction_service_pb2 import (
    CHANNEL_PHONE,
    DIRECTION_OUTBOUND,
    CreateInteractionRequest,
    Interaction,
)
from dossier.interaction.v1.interaction_service_pb2_grpc import InteractionServiceStub
from google.protobuf.field_mask_pb2 import FieldMask
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from grpc_status import rpc_status

# How long a call may take, in seconds.
PATIENCE = 30


def customer_of(phone: str) -> Customer:
    """A customer that is reached at this phone."""
    return Customer(
        kind=CUSTOMER_KIND_ENTERPRISE,
        registered_name="杭州云帆科技有限公司",
        contact_points=[ContactPoint(kind=CONTACT_POINT_KIND_PHONE, value=phone)],
    )


def request_id() -> str:
    """Makes a call repeatable: with the same id it is carried out once, however often it is sent."""
    return str(uuid.uuid4())


def print_refusal(error: grpc.RpcError) -> None:
    """Prints the reason, by which a program decides what to do, and for each field the rule that it breaks."""
    for detail in rpc_status.from_call(error).details:
        if detail.Is(ErrorInfo.DESCRIPTOR):
            print("refused", ErrorInfo.FromString(detail.value).reason)
        elif detail.Is(BadRequest.DESCRIPTOR):
            for violation in BadRequest.FromString(detail.value).field_violations:
                print(f"  {violation.field}: {violation.localized_message.message}")


def main(address: str) -> None:
    token = os.environ.get("DOSSIER_CLIENT_TOKEN")
    caller = [("authorization", f"Bearer {token}")] if token else []
    call = {"timeout": PATIENCE, "metadata": [*caller, ("accept-language", "zh-CN")]}

    with grpc.insecure_channel(address) as channel:
        customers = CustomerServiceStub(channel)
        interactions = InteractionServiceStub(channel)

        try:
            customers.CreateCustomer(CreateCustomerRequest(customer=customer_of("12"), request_id=request_id()), **call)
        except grpc.RpcError as error:
            print_refusal(error)

        created = customers.CreateCustomer(
            CreateCustomerRequest(customer=customer_of("138 1234 5678"), request_id=request_id()), **call
        )
        print("created", created.customer_number)

        # The etag says which revision the change is meant for, the mask which fields it is about.
        change = UpdateCustomerRequest(
            customer=Customer(customer_id=created.customer_id, etag=created.etag, level="A"),
            update_mask=FieldMask(paths=["level"]),
            request_id=request_id(),
        )
        updated = customers.UpdateCustomer(change, **call)
        print("updated", updated.customer_number, "to level", updated.level)

        # What was read before is stale now.
        change.request_id = request_id()
        try:
            customers.UpdateCustomer(change, **call)
        except grpc.RpcError as error:
            print_refusal(error)

        for found in customers.SearchCustomers(SearchCustomersRequest(query="5678"), **call).customers:
            print("found", found.customer_number, found.registered_name)

        interaction = Interaction(
            customer=created.customer_id,
            channel=CHANNEL_PHONE,
            direction=DIRECTION_OUTBOUND,
            key_points="谈了报价",
            next_step="下周二发新报价",
        )
        logged = interactions.CreateInteraction(
            CreateInteractionRequest(interaction=interaction, request_id=request_id()), **call
        )
        print("logged", logged.interaction_id)


if __name__ == "__main__":
    main(sys.argv[1])
