import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('platforms', '0001_initial'),
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExceptionKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('is_published', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ShownForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('language', models.CharField(max_length=10)),
                ('title', models.CharField(max_length=300)),
                ('body', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='CallBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('number_changed', 'My telephone number or e-mail changed'), ('no_code', 'The code never came'), ('other', 'I have a question')], max_length=20)),
                ('phone', models.CharField(max_length=30, verbose_name='telephone')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='your name')),
                ('language', models.CharField(default='en', max_length=10)),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='what we should know')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=500, verbose_name='what was agreed')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('guardian', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='call_backs', to='schools.guardian')),
                ('school', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='call_backs', to='schools.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'done_at', 'id'], name='consents_ca_school__8eaa4e_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='consents_callback_done_at_with_done_by')],
            },
        ),
        migrations.CreateModel(
            name='ContactDispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=254)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='schools.guardian')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=32, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='schools.guardian')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
        ),
        migrations.CreateModel(
            name='OneTimeCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message')], max_length=5)),
                ('address', models.CharField(max_length=254)),
                ('nonce', models.CharField(max_length=32, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='schools.guardian')),
            ],
            options={
                'indexes': [models.Index(fields=['guardian', '-created_at'], name='consents_on_guardia_4359ac_idx')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='schools.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'owner', 'name'), name='consents_team_name')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities_asked', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='schools.school')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='schools.schoolyear')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='consents.exceptionkind')),
            ],
            options={
                'verbose_name_plural': 'activities',
                'indexes': [models.Index(fields=['school', 'year', 'id'], name='consents_ac_school__3945ac_idx')],
            },
        ),
        migrations.CreateModel(
            name='ExceptionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('rule', models.JSONField()),
                ('valid_from', models.DateTimeField(default=django.utils.timezone.now)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('verified_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='consents.exceptionkind')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='consents_exceptionrule_number')],
            },
        ),
        migrations.CreateModel(
            name='FormText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('language', models.CharField(max_length=10)),
                ('title', models.CharField(max_length=200)),
                ('body', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('valid_from', models.DateTimeField(default=django.utils.timezone.now)),
                ('reviewed_by', models.CharField(blank=True, max_length=200)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='form_texts', to='consents.exceptionkind')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'number', 'language'), name='consents_formtext_one')],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.student')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='consents.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('team', 'student'), name='consents_teammember_one_open')],
            },
        ),
        migrations.CreateModel(
            name='ActivityEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ended_on', models.DateField()),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('lapsed_answers', models.PositiveIntegerField(default=0)),
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='consents.activity')),
            ],
        ),
        migrations.CreateModel(
            name='Narrowing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('up_to_version', models.PositiveSmallIntegerField()),
                ('what', models.CharField(choices=[('adult', 'An adult was taken off'), ('student', 'A student was taken off'), ('end', 'It ends earlier')], max_length=10)),
                ('ends_on', models.DateField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='narrowings', to='consents.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.staff')),
                ('student', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.student')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ends_on', None), ('staff__isnull', False), ('student', None), ('what', 'adult')), models.Q(('ends_on', None), ('staff', None), ('student__isnull', False), ('what', 'student')), models.Q(('ends_on__isnull', False), ('staff', None), ('student', None), ('what', 'end')), _connector='OR'), name='consents_narrowing_says_what')],
            },
        ),
        migrations.CreateModel(
            name='ActivityVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='name of the activity')),
                ('purpose', models.TextField(verbose_name='purpose')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('channel', models.CharField(choices=[('group_text', 'Group text on phones'), ('platform', 'Messaging platform')], max_length=12, verbose_name='channel')),
                ('form_number', models.PositiveSmallIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_at', models.DateTimeField(null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='consents.activity')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('platform', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activity_versions', to='platforms.platform')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consents.exceptionrule')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'number'), name='consents_version_number'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='consents_activityversion_ends_on_not_before'), models.CheckConstraint(condition=models.Q(('channel__in', ['group_text', 'platform'])), name='consents_activityversion_channel_known'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'platform'), ('platform__isnull', False)), models.Q(('channel', 'group_text'), ('platform__isnull', True)), _connector='OR'), name='consents_version_platform_when_named')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('draft', 'Draft'), ('asked', 'Waiting for the principal'), ('questioned', 'Sent back with a question'), ('approved', 'Approved'), ('denied', 'Denied'), ('revoked', 'Revoked'), ('retracted', 'Taken back by the person who asked')], default='draft', max_length=10)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='schools.school')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='consents.activityversion')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'stage', 'id'], name='consents_ap_school__59f8fc_idx')],
                'constraints': [models.UniqueConstraint(fields=('version', 'school'), name='consents_approval_one'), models.CheckConstraint(condition=models.Q(('stage__in', ['draft', 'asked', 'questioned', 'approved', 'denied', 'revoked', 'retracted'])), name='consents_approval_stage_known')],
            },
        ),
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='schools.guardian')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='schools.student')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='consents.activityversion')),
            ],
            options={
                'indexes': [models.Index(fields=['guardian', 'id'], name='consents_as_guardia_702980_idx'), models.Index(fields=['student', 'id'], name='consents_as_student_8c8702_idx')],
                'constraints': [models.UniqueConstraint(fields=('version', 'student', 'guardian'), name='consents_ask_one')],
            },
        ),
        migrations.CreateModel(
            name='VersionAdult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='version_rows', to='schools.staff')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adult_rows', to='consents.activityversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'staff'), name='consents_versionadult_one')],
            },
        ),
        migrations.CreateModel(
            name='VersionStudent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='version_rows', to='schools.student')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='student_rows', to='consents.activityversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'student'), name='consents_versionstudent_one')],
            },
        ),
        migrations.CreateModel(
            name='ApprovalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(choices=[('ask', 'Ask'), ('question', 'Send back with a question'), ('reply', 'Reply'), ('approve', 'Approve'), ('deny', 'Deny'), ('revoke', 'Revoke'), ('retract', 'Take back')], max_length=10)),
                ('stage', models.CharField(choices=[('draft', 'Draft'), ('asked', 'Waiting for the principal'), ('questioned', 'Sent back with a question'), ('approved', 'Approved'), ('denied', 'Denied'), ('revoked', 'Revoked'), ('retracted', 'Taken back by the person who asked')], max_length=10)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('necessary', models.TextField(blank=True, verbose_name='why texting is necessary')),
                ('authorised', models.CharField(blank=True, max_length=10, verbose_name='clause that authorises it')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('approval', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='consents.approval')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on_behalf_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['approval', 'at'], name='consents_ap_approva_9eefc3_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('move__in', ['ask', 'question', 'reply', 'approve', 'deny', 'revoke', 'retract'])), name='consents_approvalstep_move_known'), models.CheckConstraint(condition=models.Q(models.Q(('move', 'approve'), _negated=True), models.Q(models.Q(('necessary', ''), _negated=True), models.Q(('authorised', ''), _negated=True)), _connector='OR'), name='consents_approvalstep_approve_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signer_kind', models.CharField(choices=[('guardian', 'Parent or guardian'), ('student', 'Student aged 18 or over')], default='guardian', max_length=10)),
                ('decision', models.CharField(choices=[('granted', 'Granted'), ('refused', 'Refused')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('keeps_earlier', models.BooleanField(default=False)),
                ('signed_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('route', models.CharField(choices=[('online', 'Online'), ('paper', 'On paper'), ('phone', 'By telephone'), ('in_person', 'In person')], default='online', max_length=10)),
                ('language', models.CharField(max_length=10)),
                ('typed_name', models.CharField(max_length=200)),
                ('agreed_to_sign_electronically', models.BooleanField(default=False)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('browser', models.CharField(blank=True, max_length=300)),
                ('proof', models.JSONField(default=dict)),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='schools.guardian')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='schools.student')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='consents.activityversion')),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='consents.ask')),
                ('shown', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consents.shownform')),
                ('shown_english', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consents.shownform')),
            ],
            options={
                'indexes': [models.Index(fields=['version', 'student'], name='consents_an_version_584999_idx'), models.Index(fields=['guardian', '-signed_at'], name='consents_an_guardia_7fc9b5_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decision__in', ['granted', 'refused'])), name='consents_answer_decision_known'), models.CheckConstraint(condition=models.Q(('route__in', ['online', 'paper', 'phone', 'in_person'])), name='consents_answer_route_known'), models.CheckConstraint(condition=models.Q(('received_at__gte', models.F('signed_at'))), name='consents_answer_received_not_before_signed'), models.CheckConstraint(condition=models.Q(('agreed_to_sign_electronically', False), ('route', 'online'), _negated=True), name='consents_answer_online_agreed')],
            },
        ),
        migrations.CreateModel(
            name='Invalidation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.CharField(max_length=500)),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='invalidation', to='consents.answer')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PhoneChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('texts_student', models.BooleanField(default=True)),
                ('student_phone', models.CharField(blank=True, max_length=20)),
                ('duplicates', models.BooleanField(default=False)),
                ('own_phone', models.CharField(blank=True, max_length=20)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phone_choices', to='consents.answer')),
            ],
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('route', models.CharField(choices=[('online', 'Online'), ('paper', 'On paper'), ('phone', 'By telephone'), ('in_person', 'In person')], default='online', max_length=10)),
                ('actor_kind', models.CharField(max_length=20)),
                ('actor_id', models.CharField(max_length=60)),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='consents.answer')),
            ],
        ),
        migrations.AddField(
            model_name='activityversion',
            name='adults',
            field=models.ManyToManyField(related_name='+', through='consents.VersionAdult', to='schools.staff'),
        ),
        migrations.AddField(
            model_name='activityversion',
            name='students',
            field=models.ManyToManyField(related_name='+', through='consents.VersionStudent', to='schools.student'),
        ),
    ]
