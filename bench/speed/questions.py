"""Questions on the institute's reports, some of which these do not answer."""

QUESTIONS = """
Which settlements changed hands this week?
What happened near Bakhmut?
Who commands the Russian forces in Ukraine?
How many missiles were launched at Kyiv?
When did the counteroffensive in Kharkiv begin?
Why did Russian forces withdraw from Kherson?
What did Putin say about mobilization?
Where are Wagner Group fighters deployed?
What is the state of the bridge over the Kerch Strait?
How many reservists are to be called up?
Which units fight around Avdiivka?
What did the Ukrainian General Staff report about Lyman?
Did Russian troops cross the Siverskyi Donets?
What role does Belarus play in the war?
What has Prigozhin said about ammunition?
How do Russian milbloggers judge the defence ministry?
Which drones does Russia get from Iran?
What damage was done to power plants?
Are there reports of partisan attacks in Melitopol?
How is grain shipped out of Odesa?
What happened at the nuclear plant in Zaporizhzhia?
When was the referendum in occupied regions held?
Who was appointed as overall commander in October?
What did Kadyrov write about the retreat?
How are prisoners recruited?
What weapons did the West promise?
Is an offensive from Belarus likely?
What do officials say about losses near Vuhledar?
Which airfields were hit by explosions?
What is known of the fighting for Soledar?
How did the garrison in Azovstal end?
What did the Kremlin say about annexation?
Which roads supply the garrison of Sievierodonetsk?
What did Shoigu announce about the size of the army?
How strong is Russian artillery in the Donbas?
What did Ukraine do on Snake Island?
Were civilians deported from Mariupol?
What is the line of contact in Luhansk Oblast?
Which bridges over the Dnipro were struck?
What are conscripts told about being sent to the front?
Has the front in the south moved since autumn?
Who leads the militia of the Donetsk republic?
What measures were taken in Crimea after the attack?
How does winter weather affect operations?
Which cities were shelled on Russian soil?
What did Girkin criticise?
How many tanks did Germany agree to send?
What were the main axes of advance in February 2022?
When did Russian troops leave the Kyiv region?
What did Lukashenko say about joint forces?
How are occupation authorities handing out passports?
Is there evidence of filtration camps?
What has been said about negotiations?
How long can Russia keep up its missile strikes?
What happened in Izyum in September 2022?
Which Russian generals were dismissed?
Who controls Kreminna?
What do satellite images show of fortifications?
What is the capital of Australia?
How many people live in Tokyo?
Which team won the world cup in 1998?
What did analysts expect for spring 2023?
Which brigade was moved to Kherson?
Where do Ukrainian forces defend the Svatove line?
""".strip().splitlines()
