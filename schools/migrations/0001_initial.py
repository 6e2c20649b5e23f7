import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='District',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('sourced_id', models.CharField(blank=True, max_length=100)),
                ('timezone', models.CharField(default='America/Chicago', max_length=50, verbose_name='time zone')),
                ('email_domain', models.CharField(blank=True, max_length=100, verbose_name='district e-mail domain')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('website', models.CharField(blank=True, max_length=200, verbose_name='website')),
                ('verified_on', models.DateField(null=True, verbose_name='last verified')),
            ],
        ),
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                ('sourced_id', models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('roster', 'Roster (OneRoster)'), ('contacts', 'Guardian contacts')], max_length=10)),
                ('file_name', models.CharField(max_length=300)),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('reading', 'Being read'), ('dry_run', 'Dry run: nothing changed'), ('stopped', "Stopped: needs a person's yes"), ('done', 'Imported'), ('failed', 'Could not be read')], default='reading', max_length=10)),
                ('dry_run', models.BooleanField(default=False)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('stop_reasons', models.JSONField(default=list)),
                ('stored_as', models.CharField(blank=True, max_length=300)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sourced_id', models.CharField(blank=True, db_index=True, max_length=100)),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='employee number')),
                ('left_on', models.DateField(blank=True, null=True)),
                ('left_recorded_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'staff',
            },
        ),
        migrations.CreateModel(
            name='ImportProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=100)),
                ('line', models.PositiveIntegerField()),
                ('column', models.CharField(blank=True, max_length=100)),
                ('reason', models.CharField(max_length=500)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='schools.importrun')),
            ],
        ),
        migrations.CreateModel(
            name='School',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('sourced_id', models.CharField(max_length=100, unique=True)),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='school number')),
                ('kind', models.CharField(choices=[('district_run', 'District-run'), ('charter', 'Charter'), ('contract', 'Contract'), ('options', 'Options')], default='district_run', max_length=20, verbose_name='kind')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='office telephone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='office e-mail')),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='schools', to='schools.network')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['district_run', 'charter', 'contract', 'options'])), name='schools_school_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(db_index=True, max_length=120)),
                ('field', models.CharField(max_length=60)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('source', models.CharField(choices=[('roster', 'Roster'), ('contacts', 'Contacts file'), ('person', 'Entered by staff')], max_length=10)),
                ('actor_kind', models.CharField(max_length=20)),
                ('actor_id', models.CharField(max_length=60)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='schools.importrun')),
            ],
            options={
                'indexes': [models.Index(fields=['subject', 'field', 'id'], name='schools_cha_subject_53c4d9_idx')],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('teacher', 'Teacher'), ('coach', 'Coach'), ('aide', 'Aide or other school staff'), ('clerk', 'Clerk'), ('administrator', 'School administrator'), ('principal', 'Principal'), ('chief', 'Network chief'), ('outreach', 'Outreach office'), ('records', 'Records office'), ('its', 'ITS auditor'), ('reviewer', 'ITS reviewer'), ('procurement', 'Procurement'), ('oig', 'Office of Inspector General'), ('protections', 'Student Protections'), ('admin', 'System administrator')], max_length=20, verbose_name='role')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('source', models.CharField(choices=[('roster', 'Roster'), ('contacts', 'Contacts file'), ('person', 'Entered by staff')], default='person', max_length=10)),
                ('sourced_id', models.CharField(blank=True, max_length=100)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('end_recorded_at', models.DateTimeField(null=True)),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='role_assignments', to='schools.network')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_assignments', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='role_assignments', to='schools.school')),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'role'], name='schools_rol_user_id_420eb0_idx'), models.Index(fields=['school', 'role'], name='schools_rol_school__0347dc_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['teacher', 'coach', 'aide', 'clerk', 'administrator', 'principal', 'chief', 'outreach', 'records', 'its', 'reviewer', 'procurement', 'oig', 'protections', 'admin'])), name='schools_roleassignment_role_known'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='schools_roleassignment_ends_on_not_before'), models.CheckConstraint(condition=models.Q(models.Q(('network__isnull', True), ('role__in', ['teacher', 'coach', 'aide', 'clerk', 'administrator', 'principal']), ('school__isnull', False)), models.Q(('network__isnull', False), ('role__in', ['chief']), ('school__isnull', True)), models.Q(models.Q(('role__in', ['teacher', 'coach', 'aide', 'clerk', 'administrator', 'principal', 'chief']), _negated=True), ('network__isnull', True), ('school__isnull', True)), _connector='OR'), name='schools_roleassignment_place')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL)),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='schools.school')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='schools_delegation_ends_on_not_before')],
            },
        ),
        migrations.CreateModel(
            name='SchoolClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sourced_id', models.CharField(max_length=100, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('code', models.CharField(blank=True, max_length=60)),
                ('is_homeroom', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to='schools.school')),
            ],
            options={
                'verbose_name_plural': 'school classes',
            },
        ),
        migrations.CreateModel(
            name='SchoolYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, verbose_name='name')),
                ('class_starts_on', models.DateField(verbose_name='first day of school')),
                ('class_ends_on', models.DateField(verbose_name='last day of school')),
                ('starts_on', models.DateField(verbose_name='first consent day')),
                ('ends_on', models.DateField(verbose_name='last consent day')),
                ('timezone', models.CharField(default='America/Chicago', max_length=50, verbose_name='time zone')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_years', to='schools.school')),
            ],
            options={
                'ordering': ['-starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='schools_schoolyear_ends_on_not_before'), models.CheckConstraint(condition=models.Q(('class_ends_on__isnull', True), ('class_ends_on__gte', models.F('class_starts_on')), _connector='OR'), name='schools_schoolyear_class_ends_on_not_before'), models.UniqueConstraint(fields=('school', 'starts_on'), name='schools_schoolyear_one_start', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Student',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sourced_id', models.CharField(max_length=100, unique=True)),
                ('number', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='student number')),
                ('given_name', models.CharField(max_length=150, verbose_name='given name')),
                ('middle_name', models.CharField(blank=True, max_length=150, verbose_name='middle name')),
                ('family_name', models.CharField(max_length=150, verbose_name='family name')),
                ('preferred_name', models.CharField(blank=True, max_length=150, verbose_name='preferred name')),
                ('grade', models.CharField(blank=True, max_length=2, verbose_name='grade')),
                ('birth_on', models.DateField(blank=True, null=True, verbose_name='birth date')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='district e-mail')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('school', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='students', to='schools.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'family_name', 'given_name', 'id'], name='schools_stu_school__305644_idx'), models.Index(fields=['school', 'grade'], name='schools_stu_school__a47e35_idx'), models.Index(fields=['family_name', 'given_name', 'id'], name='schools_stu_family__4afe0a_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('grade__in', ['', 'PK', 'KG', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'])), name='schools_student_grade_known')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.CharField(blank=True, max_length=2)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('end_recorded_at', models.DateTimeField(null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='schools.school')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='schools.student')),
            ],
            options={
                'indexes': [models.Index(fields=['student', 'starts_on'], name='schools_enr_student_de04c2_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('student',), name='schools_enrolment_one_open')],
            },
        ),
        migrations.CreateModel(
            name='ClassMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sourced_id', models.CharField(max_length=100, unique=True)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='class_places', to=settings.AUTH_USER_MODEL)),
                ('school_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='schools.schoolclass')),
                ('student', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='class_places', to='schools.student')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('student__isnull', True), ('user__isnull', False)), models.Q(('student__isnull', False), ('user__isnull', True)), _connector='OR'), name='schools_classmember_student_or_user')],
            },
        ),
        migrations.CreateModel(
            name='Guardian',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sourced_id', models.CharField(blank=True, db_index=True, max_length=100)),
                ('contact_id', models.CharField(blank=True, db_index=True, max_length=100)),
                ('given_name', models.CharField(blank=True, max_length=150, verbose_name='given name')),
                ('family_name', models.CharField(blank=True, max_length=150, verbose_name='family name')),
                ('email', models.EmailField(blank=True, db_index=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='mobile telephone')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('contact_verified_at', models.DateTimeField(null=True)),
                ('disputed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='GuardianLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relationship', models.CharField(blank=True, max_length=60, verbose_name='relationship')),
                ('authority', models.CharField(choices=[('yes', 'May sign'), ('check', 'To be checked by the school'), ('no', 'May not sign')], default='check', max_length=5)),
                ('authority_source', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(choices=[('roster', 'Roster'), ('contacts', 'Contacts file'), ('person', 'Entered by staff')], max_length=10)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='schools.guardian')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guardian_links', to='schools.student')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('guardian', 'student'), name='schools_guardianlink_one_open'), models.CheckConstraint(condition=models.Q(('authority__in', ['yes', 'check', 'no'])), name='schools_guardianlink_authority_known'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('recorded_at')), _connector='OR'), name='schools_guardianlink_ended_at_not_before')],
            },
        ),
        migrations.AddField(
            model_name='guardian',
            name='students',
            field=models.ManyToManyField(related_name='guardians', through='schools.GuardianLink', to='schools.student'),
        ),
    ]
