/** What an import asks of the public graph. Every mutation carries a key, so each may be sent any number of times. */
const PROBLEM = '... on Problem { message }';

export const BRING_IN_PARTNER = `mutation BringIn($input: BringInPartnerInput!) {
  bringInPartner(input: $input) { __typename ... on PartnerBroughtIn { partner { id } replayed } ${PROBLEM} }
}`;

export const PARTNERS = `query Partners($after: String) {
  partners(first: 100, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }
}`;

export const SIGN_AGREEMENT = `mutation Sign($input: SignAgreementInput!) {
  signAgreement(input: $input) { __typename ... on AgreementSigned { replayed } ${PROBLEM} }
}`;

export const ACTIVATE = `mutation Activate($input: SetPartnerStatusInput!) {
  setPartnerStatus(input: $input) { __typename ... on PartnerStatusSet { replayed } ${PROBLEM} }
}`;

export const STORES = `query Stores($id: ID!) { partner(id: $id) { stores(first: 100) { id name } } }`;

export const OPEN_STORE = `mutation Open($input: OpenStoreInput!) {
  openStore(input: $input) { __typename ... on StoreOpened { store { id } replayed } ${PROBLEM} }
}`;

export const ENROL_MEMBER = `mutation Enrol($input: EnrolMemberInput!) {
  enrolMember(input: $input) {
    __typename
    ... on MemberEnrolled { member { id cards { id } } replayed }
    ... on PhoneAlreadyEnrolled { member { id cards { id } } }
    ${PROBLEM}
  }
}`;

export const ISSUE_CARD = `mutation Issue($input: IssueCardInput!) {
  issueCard(input: $input) { __typename ... on CardIssued { replayed } ${PROBLEM} }
}`;

export const RECORD_PURCHASE = `mutation Record($input: RecordPurchaseInput!) {
  recordPurchase(input: $input) { __typename ... on PurchaseRecorded { purchase { id } points replayed } ${PROBLEM} }
}`;

export const RETURN_PURCHASE = `mutation TakeBack($input: ReturnPurchaseInput!) {
  returnPurchase(input: $input) { __typename ... on PurchaseReturned { points replayed } ${PROBLEM} }
}`;

export const PURCHASE = `query Purchase($id: ID!) { purchase(id: $id) { id } }`;
