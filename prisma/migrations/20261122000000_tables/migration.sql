-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "password_changed_at" TIMESTAMPTZ(3) NOT NULL,
    "signed_in_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_roles" (
    "account_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "granted_by" UUID,

    CONSTRAINT "account_roles_pkey" PRIMARY KEY ("account_id","role")
);

-- CreateTable
CREATE TABLE "registrations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "registrations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "links" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "account_id" UUID,
    "registration_id" UUID,
    "email" TEXT,
    "role" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "sid" VARCHAR NOT NULL,
    "sess" JSON NOT NULL,
    "expire" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "actor_role" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "candidate_id" UUID,
    "subject_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "looks" (
    "id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "viewer_id" UUID NOT NULL,
    "viewer_role" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "looks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "candidates" (
    "id" UUID NOT NULL,
    "account_id" UUID,
    "reference" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "routes" TEXT[],
    "areas" TEXT[],
    "adult" BOOLEAN,
    "answered" TEXT[],
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "active_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "candidates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tailoring_facts" (
    "candidate_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tailoring_facts_pkey" PRIMARY KEY ("candidate_id")
);

-- CreateTable
CREATE TABLE "access_needs" (
    "candidate_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "access_needs_pkey" PRIMARY KEY ("candidate_id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "wording" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "support_requests" (
    "id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'requested',
    "owner_id" UUID,
    "reason" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "support_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "support_request_changes" (
    "id" BIGSERIAL NOT NULL,
    "request_id" UUID NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT NOT NULL,
    "reason" TEXT,
    "by_id" UUID,
    "by_role" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "support_request_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stage_records" (
    "id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "route" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "happened_on" DATE NOT NULL,
    "until" DATE,
    "source" TEXT NOT NULL,
    "by_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "stage_records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_messages" (
    "id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "owner_id" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "contact_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment" (
    "only" BOOLEAN NOT NULL DEFAULT true,
    "force" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("only")
);

-- CreateTable
CREATE TABLE "emails" (
    "id" UUID NOT NULL,
    "account_id" UUID,
    "candidate_id" UUID,
    "address" TEXT,
    "kind" TEXT NOT NULL,
    "about_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "subject" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "emails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "programmes" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "summary" TEXT NOT NULL DEFAULT '',
    "completion_rule" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "programmes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cohorts" (
    "id" UUID NOT NULL,
    "programme_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "capacity" INTEGER NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "coordinator_id" UUID,
    "closed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cohorts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "id" UUID NOT NULL,
    "cohort_id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "moved_to_id" UUID,
    "by_id" UUID,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workshops" (
    "id" UUID NOT NULL,
    "programme_id" UUID,
    "cohort_id" UUID,
    "title" TEXT NOT NULL,
    "safe_label" TEXT NOT NULL,
    "restricted" BOOLEAN NOT NULL DEFAULT false,
    "members_only" BOOLEAN NOT NULL DEFAULT false,
    "summary" TEXT NOT NULL DEFAULT '',
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "booking_closes_at" TIMESTAMPTZ(3) NOT NULL,
    "offers_end_at" TIMESTAMPTZ(3) NOT NULL,
    "online" BOOLEAN NOT NULL DEFAULT false,
    "venue" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "area" TEXT NOT NULL DEFAULT '',
    "access_info" TEXT NOT NULL DEFAULT '',
    "travel_info" TEXT NOT NULL DEFAULT '',
    "bring" TEXT NOT NULL DEFAULT '',
    "joining_link" TEXT NOT NULL DEFAULT '',
    "facilitator" TEXT NOT NULL DEFAULT '',
    "capacity" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "next_arrival" INTEGER NOT NULL DEFAULT 1,
    "published_at" TIMESTAMPTZ(3),
    "held_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workshops_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "places" (
    "id" UUID NOT NULL,
    "workshop_id" UUID NOT NULL,
    "candidate_id" UUID NOT NULL,
    "arrival" INTEGER NOT NULL,
    "band" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "walk_in" BOOLEAN NOT NULL DEFAULT false,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "offered_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "booked_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "places_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "place_changes" (
    "id" BIGSERIAL NOT NULL,
    "place_id" UUID NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "by_id" UUID,
    "by_role" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "place_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "accounts_email_key_key" ON "accounts"("email_key");

-- CreateIndex
CREATE INDEX "registrations_email_key_idx" ON "registrations"("email_key");

-- CreateIndex
CREATE INDEX "registrations_created_at_idx" ON "registrations"("created_at");

-- CreateIndex
CREATE INDEX "links_account_id_idx" ON "links"("account_id");

-- CreateIndex
CREATE INDEX "links_registration_id_idx" ON "links"("registration_id");

-- CreateIndex
CREATE INDEX "sessions_expire_idx" ON "sessions"("expire");

-- CreateIndex
CREATE INDEX "events_candidate_id_id_idx" ON "events"("candidate_id", "id" DESC);

-- CreateIndex
CREATE INDEX "events_subject_id_idx" ON "events"("subject_id");

-- CreateIndex
CREATE INDEX "looks_candidate_id_at_idx" ON "looks"("candidate_id", "at" DESC);

-- CreateIndex
CREATE INDEX "looks_viewer_id_at_idx" ON "looks"("viewer_id", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "candidates_account_id_key" ON "candidates"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "candidates_reference_key" ON "candidates"("reference");

-- CreateIndex
CREATE INDEX "candidates_registered_at_idx" ON "candidates"("registered_at");

-- CreateIndex
CREATE UNIQUE INDEX "consents_one_live" ON "consents"("candidate_id", "purpose") WHERE (withdrawn_at IS NULL);

-- CreateIndex
CREATE INDEX "support_requests_state_due_at_idx" ON "support_requests"("state", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "support_requests_one_live" ON "support_requests"("candidate_id", "kind") WHERE (state NOT IN ('completed', 'notOffered', 'withdrawn'));

-- CreateIndex
CREATE INDEX "support_request_changes_request_id_id_idx" ON "support_request_changes"("request_id", "id");

-- CreateIndex
CREATE INDEX "stage_records_candidate_id_recorded_at_idx" ON "stage_records"("candidate_id", "recorded_at" DESC);

-- CreateIndex
CREATE INDEX "contact_messages_state_received_at_idx" ON "contact_messages"("state", "received_at");

-- CreateIndex
CREATE INDEX "emails_candidate_id_created_at_idx" ON "emails"("candidate_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "emails_account_id_created_at_idx" ON "emails"("account_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "emails_state_created_at_idx" ON "emails"("state", "created_at");

-- CreateIndex
CREATE INDEX "cohorts_programme_id_idx" ON "cohorts"("programme_id");

-- CreateIndex
CREATE INDEX "memberships_candidate_id_idx" ON "memberships"("candidate_id");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_one_current" ON "memberships"("cohort_id", "candidate_id") WHERE (ended_at IS NULL);

-- CreateIndex
CREATE INDEX "workshops_state_starts_at_idx" ON "workshops"("state", "starts_at");

-- CreateIndex
CREATE INDEX "workshops_cohort_id_idx" ON "workshops"("cohort_id");

-- CreateIndex
CREATE INDEX "places_candidate_id_idx" ON "places"("candidate_id");

-- CreateIndex
CREATE INDEX "places_workshop_id_state_band_arrival_idx" ON "places"("workshop_id", "state", "band", "arrival");

-- CreateIndex
CREATE INDEX "places_offers_by_expiry" ON "places"("expires_at") WHERE (state = 'offered');

-- CreateIndex
CREATE UNIQUE INDEX "places_one_live" ON "places"("workshop_id", "candidate_id") WHERE (state NOT IN ('declined', 'expired', 'cancelled', 'lateCancelled', 'withdrawn', 'workshopCancelled'));

-- CreateIndex
CREATE UNIQUE INDEX "places_workshop_id_arrival_key" ON "places"("workshop_id", "arrival");

-- CreateIndex
CREATE INDEX "place_changes_place_id_id_idx" ON "place_changes"("place_id", "id");

-- AddForeignKey
ALTER TABLE "account_roles" ADD CONSTRAINT "account_roles_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "links" ADD CONSTRAINT "links_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "links" ADD CONSTRAINT "links_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registrations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "looks" ADD CONSTRAINT "looks_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "candidates" ADD CONSTRAINT "candidates_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tailoring_facts" ADD CONSTRAINT "tailoring_facts_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_needs" ADD CONSTRAINT "access_needs_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_requests" ADD CONSTRAINT "support_requests_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "support_request_changes" ADD CONSTRAINT "support_request_changes_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "support_requests"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_records" ADD CONSTRAINT "stage_records_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cohorts" ADD CONSTRAINT "cohorts_programme_id_fkey" FOREIGN KEY ("programme_id") REFERENCES "programmes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohorts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workshops" ADD CONSTRAINT "workshops_programme_id_fkey" FOREIGN KEY ("programme_id") REFERENCES "programmes"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workshops" ADD CONSTRAINT "workshops_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohorts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "places" ADD CONSTRAINT "places_workshop_id_fkey" FOREIGN KEY ("workshop_id") REFERENCES "workshops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "places" ADD CONSTRAINT "places_candidate_id_fkey" FOREIGN KEY ("candidate_id") REFERENCES "candidates"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "place_changes" ADD CONSTRAINT "place_changes_place_id_fkey" FOREIGN KEY ("place_id") REFERENCES "places"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

