import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('schools', '0003_year_starts_once'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='roleassignment',
            name='schools_roleassignment_role_known',
        ),
        migrations.RemoveConstraint(
            model_name='roleassignment',
            name='schools_roleassignment_place',
        ),
        migrations.CreateModel(
            name='ContactBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_blocked', models.BooleanField()),
                ('source', models.CharField(max_length=500, verbose_name='what was said or seen, and by whom')),
                ('proof_due_on', models.DateField(blank=True, null=True, verbose_name='the paper is due on')),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blocks', to='schools.guardian')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_blocks', to='schools.student')),
            ],
            options={
                'indexes': [models.Index(fields=['student', 'guardian', 'id'], name='schools_con_student_b7b044_idx'), models.Index(fields=['guardian', 'id'], name='schools_con_guardia_003012_idx')],
            },
        ),
        migrations.CreateModel(
            name='ContactMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300)),
                ('moved', models.JSONField(default=list)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dropped', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_dropped', to='schools.guardian')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_kept', to='schools.guardian')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('dropped')), _negated=True), name='schools_contactmerge_two_rows')],
            },
        ),
        migrations.CreateModel(
            name='ContactPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(choices=[('two', 'They are two'), ('later', 'Look again later')], max_length=5)),
                ('until', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.guardian')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.guardian')),
            ],
            options={
                'indexes': [models.Index(fields=['one', 'other', 'id'], name='schools_con_one_id_117304_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('word__in', ['two', 'later'])), name='schools_contactpair_word_known'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='schools_contactpair_ordered'), models.CheckConstraint(condition=models.Q(models.Q(('until__isnull', True), ('word', 'two')), models.Q(('until__isnull', False), ('word', 'later')), _connector='OR'), name='schools_contactpair_later_until')],
            },
        ),
        migrations.CreateModel(
            name='SigningBranch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('branch', models.CharField(choices=[('guardians', 'Parents and guardians'), ('ward', 'Ward of an agency'), ('unaccompanied', 'Unaccompanied youth'), ('emancipated', 'Emancipated minor'), ('nobody', 'Nobody may sign')], max_length=15, verbose_name='branch')),
                ('signs', models.CharField(choices=[('guardians', 'The guardians with authority'), ('named', 'One named person'), ('student', 'The student'), ('nobody', 'Nobody')], max_length=10, verbose_name='who signs')),
                ('source', models.CharField(max_length=500, verbose_name='what was seen, and where it lies')),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='named_to_sign', to='schools.guardian')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signing_branches', to='schools.student')),
            ],
            options={
                'indexes': [models.Index(fields=['student', 'id'], name='schools_sig_student_536a4b_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('branch__in', ['guardians', 'ward', 'unaccompanied', 'emancipated', 'nobody'])), name='schools_signingbranch_branch_known'), models.CheckConstraint(condition=models.Q(models.Q(('branch', 'guardians'), ('signs__in', ('guardians',))), models.Q(('branch', 'ward'), ('signs__in', ('named',))), models.Q(('branch', 'unaccompanied'), ('signs__in', ('student', 'named', 'nobody'))), models.Q(('branch', 'emancipated'), ('signs__in', ('student',))), models.Q(('branch', 'nobody'), ('signs__in', ('nobody',))), _connector='OR'), name='schools_signingbranch_signs_in_branch'), models.CheckConstraint(condition=models.Q(models.Q(('signer__isnull', False), ('signs', 'named')), models.Q(models.Q(('signs', 'named'), _negated=True), ('signer__isnull', True)), _connector='OR'), name='schools_signingbranch_named_signer')],
            },
        ),
        migrations.CreateModel(
            name='SpeakUpLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('purpose', models.CharField(max_length=200, verbose_name='what it is for')),
                ('phone', models.CharField(max_length=30, verbose_name='telephone')),
                ('hours', models.CharField(blank=True, max_length=120, verbose_name='hours')),
                ('verified_on', models.DateField(verbose_name='last verified')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('recorded_at')), _connector='OR'), name='schools_speakupline_ended_at_not_before')],
            },
        ),
        migrations.CreateModel(
            name='Volunteer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='district e-mail address')),
                ('category', models.CharField(choices=[('employee', 'Employee'), ('stipend', 'Stipend staff'), ('volunteer', 'Volunteer'), ('vendor', "Vendor's staff")], max_length=10, verbose_name='category')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('why', models.CharField(max_length=500, verbose_name='what they help with')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('stage', models.CharField(choices=[('waiting', 'To be checked'), ('checked', 'Checked'), ('refused', 'Refused')], default='waiting', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assignment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='volunteer', to='schools.roleassignment')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='volunteers', to='schools.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'stage', 'id'], name='schools_vol_school__b959e4_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('category__in', ['stipend', 'volunteer', 'vendor'])), name='schools_volunteer_category_known'), models.CheckConstraint(condition=models.Q(('stage__in', ['waiting', 'checked', 'refused'])), name='schools_volunteer_stage_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='schools_volunteer_decided_at_with_decided_by'), models.UniqueConstraint(condition=models.Q(('stage', 'waiting')), fields=('school', 'email'), name='schools_volunteer_one_waiting'), models.CheckConstraint(condition=models.Q(models.Q(('assignment__isnull', False), ('stage', 'checked')), models.Q(models.Q(('stage', 'checked'), _negated=True), ('assignment__isnull', True)), _connector='OR'), name='schools_volunteer_role_once_checked')],
            },
        ),
        migrations.CreateModel(
            name='ContactUnmerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merge', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='unmerge', to='schools.contactmerge')),
            ],
        ),
        migrations.AddField(
            model_name='district',
            name='call_within_days',
            field=models.PositiveSmallIntegerField(default=2, verbose_name='school days within which a family is called'),
        ),
        migrations.AddField(
            model_name='district',
            name='most_on_thread',
            field=models.PositiveSmallIntegerField(default=10, verbose_name='most people in one group text'),
        ),
        migrations.AddField(
            model_name='district',
            name='stop_school_days',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='school days to confirm that a group text has stopped'),
        ),
        migrations.AddField(
            model_name='guardian',
            name='merged_into',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='schools.guardian'),
        ),
        migrations.AddField(
            model_name='guardian',
            name='self_of',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_signer', to='schools.student'),
        ),
        migrations.AddField(
            model_name='staff',
            name='category',
            field=models.CharField(choices=[('employee', 'Employee'), ('stipend', 'Stipend staff'), ('volunteer', 'Volunteer'), ('vendor', "Vendor's staff")], default='employee', max_length=10, verbose_name='category'),
        ),
        migrations.AlterField(
            model_name='roleassignment',
            name='role',
            field=models.CharField(choices=[('teacher', 'Teacher'), ('coach', 'Coach'), ('aide', 'Aide or other school staff'), ('clerk', 'Clerk'), ('administrator', 'School administrator'), ('principal', 'Principal'), ('volunteer', "Volunteer, stipend or vendor's staff"), ('chief', 'Network chief'), ('outreach', 'Outreach office'), ('records', 'Records office'), ('its', 'ITS auditor'), ('reviewer', 'ITS reviewer'), ('procurement', 'Procurement'), ('oig', 'Office of Inspector General'), ('protections', 'Student Protections'), ('admin', 'System administrator')], max_length=20, verbose_name='role'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['teacher', 'coach', 'aide', 'clerk', 'administrator', 'principal', 'volunteer', 'chief', 'outreach', 'records', 'its', 'reviewer', 'procurement', 'oig', 'protections', 'admin'])), name='schools_roleassignment_role_known'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('network__isnull', True), ('role__in', ['teacher', 'coach', 'aide', 'clerk', 'administrator', 'principal', 'volunteer']), ('school__isnull', False)), models.Q(('network__isnull', False), ('role__in', ['chief']), ('school__isnull', True)), models.Q(models.Q(('role__in', ['teacher', 'coach', 'aide', 'clerk', 'administrator', 'principal', 'volunteer', 'chief']), _negated=True), ('network__isnull', True), ('school__isnull', True)), _connector='OR'), name='schools_roleassignment_place'),
        ),
        migrations.AddConstraint(
            model_name='staff',
            constraint=models.CheckConstraint(condition=models.Q(('category__in', ['employee', 'stipend', 'volunteer', 'vendor'])), name='schools_staff_category_known'),
        ),
    ]
