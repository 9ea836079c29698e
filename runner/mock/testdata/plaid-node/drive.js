// Drives the five operations of the Partner API through a customer's whole life with Plaid's own Node client, and prints one line
// for each step. TestClients compares the lines with what the Go client prints.
//
//     node drive.js BASE_URL CLIENT_ID SECRET headers|body
//
// The last argument says where the credentials travel. An empty BASE_URL is refused: the client would turn to production.
// PLAID_NODE_MODULES names a folder with an installed client other than node_modules beside this file.
'use strict';

const { createRequire } = require('node:module');
const path = require('node:path');

const root = process.env.PLAID_NODE_MODULES || path.join(__dirname, 'node_modules');
const { Configuration, PlaidApi, Products } = createRequire(path.join(root, 'any.js'))('plaid');

const [base, id, secret, place] = process.argv.slice(2);
if (!place || !base.startsWith('http://127.0.0.1:')) {
  console.error('usage: node drive.js http://127.0.0.1:PORT CLIENT_ID SECRET headers|body');
  process.exit(2);
}

const requests = new Set();
let answers = 0;

function newDrive(withSecret) {
  const inBody = place === 'body' ? { client_id: id, secret: withSecret } : {};
  const headers = place === 'body' ? {} : { 'PLAID-CLIENT-ID': id, 'PLAID-SECRET': withSecret };
  const api = new PlaidApi(new Configuration({ basePath: base, baseOptions: { headers } }));
  return { api, inBody };
}

// ask sends one request and prints what show makes of its answer, or the API's error.
async function ask(step, send, show) {
  let line;
  try {
    const answer = await send();
    seen(answer.data.request_id);
    line = `${answer.status}${show ? ' ' + show(answer.data) : ''}`;
    const version = answer.headers['plaid-version'];
    if (version !== '2020-09-14') line += ` (Plaid-Version ${version})`;
    console.log(`${step}: ${line}`);
    return answer.data;
  } catch (e) {
    const body = e.response && e.response.data;
    if (!body || !body.error_code) {
      console.log(`${step}: no Plaid error: ${e.message}`);
      return undefined;
    }
    seen(body.request_id);
    console.log(`${step}: ${body.error_type} ${body.error_code}`);
    return undefined;
  }
}

function seen(request) {
  answers++;
  requests.add(request);
}

async function create(d, company, application) {
  const body = {
    ...d.inBody,
    company_name: company,
    is_diligence_attested: true,
    legal_entity_name: 'Acme Inc',
    website: 'https://acme.example',
    application_name: application,
    address: {},
    is_bank_addendum_completed: true,
    products: [Products.Auth, Products.Identity],
    redirect_uris: ['https://acme.example/oauth.html'],
  };
  const data = await ask('create', () => d.api.partnerCustomerCreate(body), ({ end_customer: c }) =>
    `${c.status} ${c.company_name}, id of ${c.client_id.length} characters, sandbox secret of ${c.secrets.sandbox.length}`);
  return data ? data.end_customer.client_id : '';
}

const about = (d, customer) => ({ ...d.inBody, end_customer_client_id: customer });

const get = (d, step, customer) => ask(step, () => d.api.partnerCustomerGet(about(d, customer)), ({ end_customer: c }) =>
  `${c.status} ${c.company_name}, same id ${c.client_id === customer}`);

const enable = (d, step, customer) => ask(step, () => d.api.partnerCustomerEnable(about(d, customer)), (a) =>
  `production secret of ${a.production_secret.length} characters`);

const remove = (d, step, customer) => ask(step, () => d.api.partnerCustomerRemove(about(d, customer)));

const institutions = (d, step, customer) => ask(step, () => d.api.partnerCustomerOauthInstitutionsGet(about(d, customer)), (a) =>
  `flowdown ${a.flowdown_status}, questionnaire ${a.questionnaire_status}` +
  a.institutions.map((i) => `, ${i.institution_id} ${i.environments.production}`).join(''));

async function main() {
  const d = newDrive(secret);
  const customer = await create(d, 'Acme', 'Acme App');
  await get(d, 'get', customer);
  await institutions(d, 'institutions', customer);
  await enable(d, 'enable', customer);
  await get(d, 'get', customer);
  await institutions(d, 'institutions', customer);
  await institutions(d, 'institutions', customer);
  await enable(d, 'enable again', customer);
  await remove(d, 'remove an enabled customer', customer);

  const other = await create(d, 'Acme (Under Review)', 'Acme Other App');
  await enable(d, 'enable too early', other);
  await remove(d, 'remove', other);
  await get(d, 'get after remove', other);
  await institutions(d, 'institutions after remove', other);
  await remove(d, 'remove again', other);

  const counted = [answers, requests.size];
  await get(newDrive('0123456789abcdef0123456789abcd'), 'get with a wrong secret', id);
  console.log(`request ids: ${counted[0]} answers, ${counted[1]} different`);
}

main();
